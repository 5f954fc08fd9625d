import { Kind, isCompositeType } from 'graphql';
import { copy, definitionsOf, nameNode, remove, selectionsOf } from '../nodes.mjs';
import { misspelt } from '../names.mjs';

const condition = (name) => ({ kind: Kind.NAMED_TYPE, name: nameNode(name) });
const typeNames = (schema, filter) => Object.values(schema.getTypeMap()).filter(filter).map(({ name }) => name);
const compositeNames = (schema) => typeNames(schema, isCompositeType);
const withCondition = ({ node }) => node.typeCondition;

const spread = (name) => selectionsOf(`...${name}`)[0];

export const fragmentMutations = {
  renameFragment: (nodes, _, random) => {
    const { node } = nodes.one(Kind.FRAGMENT_DEFINITION);
    node.name = nameNode(misspelt(node.name.value, random));
  },
  renameSpread: (nodes, _, random) => {
    nodes.one(Kind.FRAGMENT_SPREAD).node.name = nameNode(random.pick(['Fragment0', 'Fragment1', 'Missing']));
  },
  dropFragment: (nodes) => remove(nodes.one(Kind.FRAGMENT_DEFINITION)),
  dropSpread: (nodes) => remove(nodes.one(Kind.FRAGMENT_SPREAD)),
  repeatFragment: (nodes) => {
    const { node, list } = nodes.one(Kind.FRAGMENT_DEFINITION);
    list.push(copy(node));
  },
  unusedFragment: (nodes, schema, random) => {
    nodes.document.definitions.push(...definitionsOf(`fragment Unused on ${random.pick(compositeNames(schema))} { __typename }`));
  },
  unknownSpread: (nodes) => nodes.one(Kind.SELECTION_SET).node.selections.push(spread('Unknown')),
  spreadAnywhere: (nodes, _, random) => {
    const { node } = nodes.one(Kind.FRAGMENT_DEFINITION);
    nodes.one(Kind.SELECTION_SET).node.selections.push(spread(node.name.value));
  },
  cycle: (nodes, _, random) => {
    const first = nodes.one(Kind.FRAGMENT_DEFINITION).node;
    const second = nodes.one(Kind.FRAGMENT_DEFINITION).node;
    first.selectionSet.selections.push(spread(second.name.value));
    if (random.chance(0.5)) second.selectionSet.selections.push(spread(first.name.value));
  },
  newCycle: (nodes, schema, random) => {
    const type = random.pick(compositeNames(schema));
    const names = ['CycleA', 'CycleB', 'CycleC'].slice(0, 1 + random.below(3));
    for (const [index, name] of names.entries()) {
      nodes.document.definitions.push(...definitionsOf(`fragment ${name} on ${type} { __typename ...${names[(index + 1) % names.length]} }`));
    }
    nodes.one(Kind.SELECTION_SET).node.selections.push(spread('CycleA'));
  },
  anotherCondition: (nodes, schema, random) => {
    nodes.one([Kind.FRAGMENT_DEFINITION, Kind.INLINE_FRAGMENT], withCondition).node.typeCondition = condition(random.pick(compositeNames(schema)));
  },
  leafCondition: (nodes, schema, random) => {
    const names = typeNames(schema, (type) => !isCompositeType(type));
    nodes.one([Kind.FRAGMENT_DEFINITION, Kind.INLINE_FRAGMENT], withCondition).node.typeCondition = condition(random.pick(names));
  },
  misspellCondition: (nodes, schema, random) => {
    const { node } = nodes.one([Kind.FRAGMENT_DEFINITION, Kind.INLINE_FRAGMENT], withCondition);
    node.typeCondition = condition(misspelt(node.typeCondition.name.value, random));
  },
  dropCondition: (nodes) => {
    nodes.one(Kind.INLINE_FRAGMENT, withCondition).node.typeCondition = undefined;
  },
  inlineAnywhere: (nodes, schema, random) => {
    nodes.one(Kind.SELECTION_SET).node.selections.push(...selectionsOf(`... on ${random.pick(compositeNames(schema))} { __typename }`));
  },
  wrapInCondition: (nodes, schema, random) => {
    const { node } = nodes.one(Kind.SELECTION_SET);
    const [fragment] = selectionsOf(`... on ${random.pick(compositeNames(schema))} { a }`);
    fragment.selectionSet.selections = node.selections;
    node.selections = [fragment];
  },
  moveSelections: (nodes) => {
    const from = nodes.one(Kind.SELECTION_SET).node;
    const to = nodes.one(Kind.SELECTION_SET).node;
    to.selections.push(...from.selections.map(copy));
  },
};
