// What people get wrong in documents, one mistake each. A mutation may also leave the document valid: the verdicts must agree either way.
import { DoesNotApply, Nodes } from './nodes.mjs';
import { fieldMutations } from './mutations/fields.mjs';
import { valueMutations } from './mutations/values.mjs';
import { variableMutations } from './mutations/variables.mjs';
import { fragmentMutations } from './mutations/fragments.mjs';
import { directiveMutations } from './mutations/directives.mjs';
import { definitionMutations } from './mutations/definitions.mjs';

const all = Object.entries({ ...fieldMutations, ...valueMutations, ...variableMutations, ...fragmentMutations, ...directiveMutations, ...definitionMutations });

/** Changes a parsed document; answers the mutation's name. */
export function mutate(document, schema, random) {
  for (;;) {
    const [name, change] = random.pick(all);
    try {
      change(new Nodes(document, random), schema, random);
      return name;
    } catch (failure) {
      if (!(failure instanceof DoesNotApply)) throw failure;
    }
  }
}
