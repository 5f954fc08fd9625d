import { Kind, isCompositeType } from 'graphql';
import { become, copy, nameNode, remove, selectionsOf, valueNode } from '../nodes.mjs';
import { anyLiteral } from '../values.mjs';
import { misspelt } from '../names.mjs';

const argument = (name, value) => ({ kind: Kind.ARGUMENT, name: nameNode(name), value });
const fieldNames = (schema) => Object.values(schema.getTypeMap()).flatMap((type) => (type.getFields ? Object.keys(type.getFields()) : []));
const withArguments = ({ node }) => node.arguments.length > 0;

export const fieldMutations = {
  misspellField: (nodes, _, random) => {
    const { node } = nodes.one(Kind.FIELD);
    node.name = nameNode(misspelt(node.name.value, random));
  },
  fieldOfAnotherType: (nodes, schema, random) => {
    nodes.one(Kind.FIELD).node.name = nameNode(random.pick(fieldNames(schema)));
  },
  addFieldOfAnotherType: (nodes, schema, random) => {
    nodes.one(Kind.SELECTION_SET).node.selections.push(...selectionsOf(random.pick(fieldNames(schema))));
  },
  dropField: (nodes) => remove(nodes.one(Kind.FIELD)),
  sameAlias: (nodes, _, random) => {
    const { node } = nodes.one(Kind.SELECTION_SET, ({ node: set }) => set.selections.filter(({ kind }) => kind === Kind.FIELD).length > 1);
    const fields = node.selections.filter(({ kind }) => kind === Kind.FIELD);
    const first = random.pick(fields);
    random.pick(fields).alias = nameNode((first.alias ?? first.name).value);
  },
  aliasAsFieldElsewhere: (nodes) => {
    nodes.one(Kind.FIELD).node.alias = nameNode(nodes.one(Kind.FIELD).node.name.value);
  },
  repeatField: (nodes) => {
    const { node, list } = nodes.one(Kind.FIELD);
    list.push(copy(node));
  },
  repeatFieldWithOtherArguments: (nodes, _, random) => {
    const { node, list } = nodes.one(Kind.FIELD, withArguments);
    const other = copy(node);
    random.pick(other.arguments).value = valueNode(anyLiteral(random));
    list.push(other);
  },
  repeatFieldWithoutArguments: (nodes) => {
    const { node, list } = nodes.one(Kind.FIELD, withArguments);
    list.push({ ...copy(node), arguments: [] });
  },
  repeatFieldWithReorderedArguments: (nodes) => {
    const { node, list } = nodes.one(Kind.FIELD, ({ node: field }) => field.arguments.length > 1);
    const other = copy(node);
    other.arguments.reverse();
    list.push(other);
  },
  conflictBelow: (nodes, _, random) => {
    const { node, list } = nodes.one(Kind.FIELD, ({ node: field }) => field.selectionSet?.selections.some(({ kind }) => kind === Kind.FIELD));
    const other = copy(node);
    const fields = other.selectionSet.selections.filter(({ kind }) => kind === Kind.FIELD);
    const field = random.pick(fields);
    field.alias = nameNode((field.alias ?? field.name).value);
    field.name = nameNode(random.pick(fields).name.value === field.name.value ? '__typename' : random.pick(fields).name.value);
    list.push(other);
  },
  dropSelections: (nodes) => {
    nodes.one(Kind.FIELD, ({ node }) => node.selectionSet).node.selectionSet = undefined;
  },
  selectionsOnLeaf: (nodes, _, random) => {
    const { node } = nodes.one(Kind.FIELD, ({ node: field }) => !field.selectionSet);
    node.selectionSet = { kind: Kind.SELECTION_SET, selections: selectionsOf(random.pick(['id', '__typename', 'name code', '... { a }'])) };
  },
  emptySelections: (nodes) => {
    nodes.one(Kind.SELECTION_SET).node.selections = [];
  },
  swapFields: (nodes) => {
    const first = nodes.one(Kind.FIELD).node;
    const second = nodes.one(Kind.FIELD).node;
    [first.name, second.name] = [second.name, first.name];
  },
  typeNameSomewhere: (nodes, _, random) => {
    const { node } = nodes.one(Kind.SELECTION_SET);
    node.selections.push(...selectionsOf(random.pick(['__typename', '__typename { id }', '__schema { queryType { name } }', '__type(name: "Query") { name }', '__type { name }', '__other'])));
  },
  deepIntrospection: (nodes, schema, random) => {
    const deep = random.pick([
      '__schema { types { fields { type { fields { type { fields { name } } } } } } }',
      '__schema { types { fields { type { fields { name } } } } }',
      '__type(name: "Query") { fields { type { interfaces { possibleTypes { name } } } } }',
      '__type(name: "Query") { inputFields { type { inputFields { type { inputFields { name } } } } } }',
      '__schema { queryType { fields { type { ofType { fields { type { possibleTypes { name } } } } } } } }',
      '__schema { types { ...Deep } directives { args { type { name } } } }',
    ]);
    nodes.one(Kind.OPERATION_DEFINITION).node.selectionSet.selections.push(...selectionsOf(deep));
  },
  misspellArgument: (nodes, _, random) => {
    const { node } = nodes.one(Kind.ARGUMENT);
    node.name = nameNode(misspelt(node.name.value, random));
  },
  unknownArgument: (nodes, _, random) => {
    nodes.one(Kind.FIELD).node.arguments.push(argument(random.pick(['id', 'first', 'where', 'input', 'unknown', 'if']), valueNode(anyLiteral(random))));
  },
  dropArgument: (nodes) => remove(nodes.one(Kind.ARGUMENT)),
  repeatArgument: (nodes) => {
    const { node, list } = nodes.one(Kind.ARGUMENT);
    list.push(copy(node));
  },
  swapArgumentValues: (nodes) => {
    const first = nodes.one(Kind.ARGUMENT).node;
    const second = nodes.one(Kind.ARGUMENT).node;
    [first.value, second.value] = [second.value, first.value];
  },
  argumentOnFieldWithout: (nodes, _, random) => {
    nodes.one(Kind.FIELD, ({ node }) => node.arguments.length === 0).node.arguments = [argument('id', valueNode(anyLiteral(random)))];
  },
  repeatUnderAnotherType: (nodes, schema, random) => {
    const { node } = nodes.one(Kind.SELECTION_SET, ({ node: set }) => set.selections.some(({ kind }) => kind === Kind.FIELD));
    const field = copy(random.pick(node.selections.filter(({ kind }) => kind === Kind.FIELD)));
    const type = random.pick(Object.values(schema.getTypeMap()).filter(isCompositeType));
    const own = Object.keys(type.getFields?.() ?? { __typename: 1 });
    field.alias = nameNode((field.alias ?? field.name).value);
    field.name = nameNode(random.pick(own));
    const [fragment] = selectionsOf(`... on ${type.name} { a }`);
    fragment.selectionSet.selections = [field];
    node.selections.push(fragment);
  },
  fieldAsInlineFragment: (nodes) => {
    const { node } = nodes.one(Kind.FIELD, ({ node: field }) => field.selectionSet);
    become(node, { kind: Kind.INLINE_FRAGMENT, directives: [], selectionSet: node.selectionSet });
  },
};
