import { Kind } from 'graphql';
import { copy, definitionsOf, nameNode, remove, selectionsOf } from '../nodes.mjs';

const typeDefinitions = [
  'type Extra { a: Int }', 'extend type Query { extra: Int }', 'schema { query: Query }', 'extend schema { mutation: Query }', 'directive @extra(a: Int = 1) repeatable on FIELD | QUERY',
  'scalar Extra @specifiedBy(url: "x")', 'input Extra { a: Int = 1 }', 'enum Extra { A B }', 'union Extra = Query | Mutation', 'interface Extra implements Node & Error { id: ID! }',
  '"described" type Extra', 'extend enum Extra { C }', 'extend input Extra { b: Int }', 'extend union Extra = Query', 'extend scalar Extra @x', 'extend interface Extra { a: Int }',
];

const operation = ({ node }) => node.kind === Kind.OPERATION_DEFINITION;
const isSubscription = ({ node }) => node.operation === 'subscription';
const subscriptionField = (schema, random) => random.pick(Object.values(schema.getSubscriptionType()?.getFields() ?? { a: { name: 'a' } })).name;

export const definitionMutations = {
  typeDefinition: (nodes, _, random) => nodes.document.definitions.splice(random.below(2), 0, ...definitionsOf(random.pick(typeDefinitions))),
  anotherKind: (nodes, _, random) => {
    const { node } = nodes.one(Kind.OPERATION_DEFINITION);
    node.operation = random.pick(['query', 'mutation', 'subscription']);
    node.name ??= nameNode('Named');
  },
  repeatOperation: (nodes) => {
    const { node, list } = nodes.one(Kind.OPERATION_DEFINITION);
    list.push(copy(node));
  },
  sameOperationName: (nodes) => {
    const { node } = nodes.one(Kind.OPERATION_DEFINITION);
    node.name ??= nameNode('Operation0');
    nodes.document.definitions.push(...definitionsOf(`query ${node.name.value} { __typename }`));
  },
  anonymousToo: (nodes, _, random) => nodes.document.definitions.push(...definitionsOf(random.pick(['{ __typename }', 'query { __typename }', 'mutation { __typename }']))),
  dropOperationName: (nodes) => {
    nodes.one(Kind.OPERATION_DEFINITION).node.name = undefined;
  },
  dropDefinition: (nodes) => {
    if (nodes.document.definitions.length > 1) remove(nodes.one([Kind.OPERATION_DEFINITION, Kind.FRAGMENT_DEFINITION]));
  },
  secondSubscriptionRoot: (nodes, schema, random) => {
    const { node } = nodes.one(Kind.OPERATION_DEFINITION, isSubscription);
    const name = subscriptionField(schema, random);
    const more = random.pick([`second: ${name}`, `${name} third: ${name}`, '__typename', `... { second: ${name} }`, `...Roots`, `... on ${schema.getSubscriptionType()?.name ?? 'Query'} { __typename }`]);
    node.selectionSet.selections.push(...selectionsOf(more));
    if (more === '...Roots') {
      nodes.document.definitions.push(...definitionsOf(`fragment Roots on ${schema.getSubscriptionType()?.name ?? 'Query'} { ${random.pick(['__typename', `second: ${name}`, name])} }`));
    }
  },
  introspectionSubscription: (nodes, _, random) => {
    const { node } = nodes.one(Kind.OPERATION_DEFINITION, isSubscription);
    node.selectionSet.selections = selectionsOf(random.pick(['__typename', '... { __typename }', 'a: __typename', '__schema { description }']));
  },
  otherSubscription: (nodes, schema, random) => {
    nodes.document.definitions.push(...definitionsOf(`subscription Other { ${subscriptionField(schema, random)} b: ${subscriptionField(schema, random)} }`));
  },
  reverse: (nodes) => nodes.document.definitions.reverse(),
};
