import { Kind } from 'graphql';
import { copy, definitionsOf, nameNode, remove } from '../nodes.mjs';

const places = [Kind.OPERATION_DEFINITION, Kind.FRAGMENT_DEFINITION, Kind.FIELD, Kind.INLINE_FRAGMENT, Kind.FRAGMENT_SPREAD, Kind.VARIABLE_DEFINITION];
const directive = (text) => definitionsOf(`{ a ${text} }`)[0].selectionSet.selections[0].directives[0];

function add(entry, text) {
  // An operation with a directive is no shorthand.
  entry.node.directives = [...(entry.node.directives ?? []), directive(entry.node.kind === Kind.VARIABLE_DEFINITION ? text.replaceAll('$v0', 'true') : text)];
}

const conditions = ['@skip(if: true)', '@include(if: false)', '@skip(if: $v0)', '@skip', '@include()', '@skip(if: null)', '@include(if: "true")', '@skip(unless: true)', '@skip(if: true, if: false)']
  .filter((text) => !text.endsWith('()'));

export const directiveMutations = {
  unknownDirective: (nodes, _, random) => add(nodes.one(places), random.pick(['@unknown', '@skp(if: true)', '@live(a: 1, a: 2)'])),
  directiveAnywhere: (nodes, schema, random) => add(nodes.one(places), `@${random.pick(schema.getDirectives()).name}`),
  conditionAnywhere: (nodes, _, random) => add(nodes.one(places), random.pick(conditions)),
  conditionOnSelection: (nodes, _, random) => add(nodes.one([Kind.FIELD, Kind.INLINE_FRAGMENT, Kind.FRAGMENT_SPREAD]), random.pick(conditions)),
  repeatDirective: (nodes) => {
    const { node, list } = nodes.one(Kind.DIRECTIVE);
    list.push(copy(node));
  },
  conditionTwice: (nodes, _, random) => {
    const entry = nodes.one([Kind.FIELD, Kind.INLINE_FRAGMENT]);
    const name = random.pick(['skip', 'include']);
    add(entry, `@${name}(if: true)`);
    add(entry, `@${name}(if: false)`);
  },
  dropDirectiveArgument: (nodes) => {
    nodes.one(Kind.DIRECTIVE, ({ node }) => node.arguments.length > 0).node.arguments.pop();
  },
  renameDirective: (nodes, schema, random) => {
    nodes.one(Kind.DIRECTIVE).node.name = nameNode(random.pick([...schema.getDirectives().map(({ name }) => name), 'missing']));
  },
  dropDirective: (nodes) => remove(nodes.one(Kind.DIRECTIVE)),
};
