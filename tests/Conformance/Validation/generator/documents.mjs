// Documents that fit a schema, most of them valid: what meets by chance under one response name may still differ.
import {
  OperationTypeNode, SchemaMetaFieldDef, TypeMetaFieldDef, doTypesOverlap, getNamedType, isAbstractType, isCompositeType, isLeafType, isRequiredArgument,
} from 'graphql';
import { valueOf } from './values.mjs';
import { Variables } from './variables.mjs';

export class DocumentGenerator {
  constructor(schema, random) {
    this.schema = schema;
    this.random = random;
    this.composites = Object.values(schema.getTypeMap()).filter((type) => isCompositeType(type) && !type.name.startsWith('__'));
    this.kinds = ['query', 'query', 'query', 'mutation', 'subscription'].filter((kind) => schema.getRootType(OperationTypeNode[kind.toUpperCase()]));
  }

  /** The text of a document of one or several operations and the fragments they use. */
  make() {
    const { random } = this;
    this.fragments = [];
    this.named = 0;
    const count = random.chance(0.12) ? 2 + random.below(2) : 1;
    const operations = Array.from({ length: count }, (_, index) => this.#operation(index, count > 1));
    const parts = [...operations, ...this.fragments.map((fragment) => fragment.text)];
    if (random.chance(0.2)) parts.reverse();
    return parts.join('\n\n');
  }

  #operation(index, mustBeNamed) {
    const { random } = this;
    const kind = random.pick(this.kinds);
    this.reusable = [];
    this.variables = new Variables(random, this.#directivesOn('VARIABLE_DEFINITION'));
    this.fields = 10 + random.below(20);
    const root = this.schema.getRootType(OperationTypeNode[kind.toUpperCase()]);
    const selections = kind === 'subscription' ? this.#subscription(root) : this.#selections(root, 1 + random.below(6));
    const isNamed = mustBeNamed || random.chance(0.6);
    const directive = this.#custom(kind.toUpperCase());
    if (kind === 'query' && !isNamed && `${this.variables}${directive}` === '' && random.chance(0.7)) return selections;
    const description = random.chance(0.05) ? random.pick(['"described" ', '"""described"""\n']) : '';
    return `${description}${kind}${isNamed ? ` Operation${index}` : ''}${this.variables}${directive} ${selections}`;
  }

  #subscription(root) {
    const field = this.#field(root, this.random.pick(Object.values(root.getFields())), 4, { isRoot: true });
    return this.random.chance(0.2) ? `{ ... on ${root.name} { ${field} } }` : `{ ${field} }`;
  }

  /** A selection set, in braces; `depth` levels may follow. */
  #selections(type, depth) {
    const { random } = this;
    const selections = this.#fieldsOf(type, depth).map((field) => this.#field(type, field, depth));
    if (random.chance(0.15)) selections.push(`${random.chance(0.3) ? `t${this.named++}: ` : ''}__typename`);
    if (depth > 1 && random.chance(isAbstractType(type) ? 0.8 : 0.12)) selections.push(this.#inlineFragment(type, depth - 1));
    if (depth > 1 && random.chance(0.15)) selections.push(this.#spread(type, depth - 1));
    if (selections.length === 0) selections.push('__typename');
    return `{ ${selections.join(random.pick([' ', ', ', '\n']))} }`;
  }

  #fieldsOf(type, depth) {
    const fields = type.getFields ? Object.values(type.getFields()).filter((field) => depth > 1 || isLeafType(getNamedType(field.type))) : [];
    if (type === this.schema.getQueryType() && this.random.chance(0.15)) fields.push(this.random.pick([SchemaMetaFieldDef, TypeMetaFieldDef]));
    const chosen = this.random.some(fields, 1 + this.random.below(4));
    this.fields -= chosen.length;
    return this.fields < 0 ? chosen.slice(0, 1) : chosen;
  }

  #field(type, field, depth, { isRoot = false } = {}) {
    const { random } = this;
    const given = field.args.filter((argument) => isRequiredArgument(argument) || random.chance(0.4));
    const place = (argument) => ({ hasDefault: argument.defaultValue !== undefined });
    const list = given.map((argument) => `${argument.name}: ${valueOf(argument.type, random, this.variables, place(argument))}`);
    // Fields with arguments of their own would conflict with others of their name.
    const alias = (list.length > 0 && random.chance(0.8)) || random.chance(0.1) ? `a${this.named++}: ` : '';
    const named = getNamedType(field.type);
    const inner = isCompositeType(named) ? ` ${this.#selections(named, named.name.startsWith('__') ? Math.min(depth - 1, 4) : depth - 1)}` : '';
    return `${alias}${field.name}${list.length > 0 ? `(${list.join(', ')})` : ''}${isRoot ? '' : this.#conditions('FIELD')}${inner}`;
  }

  #inlineFragment(type, depth) {
    const condition = this.random.chance(0.1) ? type : this.random.pick(this.#overlapping(type));
    const on = condition === type && this.random.chance(0.7) ? '' : ` on ${condition.name}`;
    return `...${on}${this.#conditions('INLINE_FRAGMENT')} ${this.#selections(condition, depth)}`;
  }

  #spread(type, depth) {
    const { random } = this;
    const usable = this.reusable.filter((fragment) => fragment.depth <= depth && doTypesOverlap(this.schema, fragment.type, type));
    const conditions = this.#conditions('FRAGMENT_SPREAD');
    if (usable.length > 0 && random.chance(0.5)) return `...${random.pick(usable).name}${conditions}`;
    const condition = random.pick(this.#overlapping(type));
    const name = `Fragment${this.fragments.length}`;
    const fragment = { name, type: condition, depth, text: '' };
    this.fragments.push(fragment);
    fragment.text = `fragment ${name} on ${condition.name}${this.#custom('FRAGMENT_DEFINITION')} ${this.#selections(condition, depth)}`;
    // Only what is finished is used again, so that no fragment leads to itself.
    this.reusable.push(fragment);
    return `...${name}${conditions}`;
  }

  #overlapping(type) {
    return this.schema.getType(type.name) && !type.name.startsWith('__') ? this.composites.filter((other) => doTypesOverlap(this.schema, type, other)) : [type];
  }

  #conditions(location) {
    const { random } = this;
    if (!random.chance(0.1)) return this.#custom(location);
    const condition = () => (random.chance(0.5) ? this.variables.boolean() : random.pick(['true', 'false']));
    const names = random.chance(0.2) ? ['skip', 'include'] : [random.pick(['skip', 'include'])];
    return names.map((name) => ` @${name}(if: ${condition()})`).join('') + this.#custom(location);
  }

  #directivesOn(location) {
    return this.schema.getDirectives().filter((directive) => directive.locations.includes(location) && !['skip', 'include'].includes(directive.name));
  }

  #custom(location) {
    const { random } = this;
    const usable = this.#directivesOn(location);
    if (usable.length === 0 || !random.chance(0.08)) return '';
    const directive = random.pick(usable);
    const one = () => {
      const given = directive.args.filter((argument) => isRequiredArgument(argument) || random.chance(0.5));
      const list = given.map((argument) => `${argument.name}: ${valueOf(argument.type, random, location === 'VARIABLE_DEFINITION' ? undefined : this.variables)}`);
      return ` @${directive.name}${list.length > 0 ? `(${list.join(', ')})` : ''}`;
    };
    return directive.isRepeatable && random.chance(0.4) ? one() + one() : one();
  }
}
