import { Kind } from 'graphql';
import { become, copy, isUse, nameNode, remove, valueNode } from '../nodes.mjs';
import { anyLiteral } from '../values.mjs';
import { misspelt } from '../names.mjs';

const literals = [Kind.INT, Kind.FLOAT, Kind.STRING, Kind.BOOLEAN, Kind.ENUM, Kind.NULL, Kind.LIST, Kind.OBJECT];
const objectField = (name, value) => ({ kind: Kind.OBJECT_FIELD, name: nameNode(name), value });

export const valueMutations = {
  anotherLiteral: (nodes, _, random) => become(nodes.one(literals).node, valueNode(anyLiteral(random))),
  anotherLiteralForVariable: (nodes, _, random) => become(nodes.one(Kind.VARIABLE, isUse).node, valueNode(anyLiteral(random))),
  nullForLiteral: (nodes) => become(nodes.one([...literals, Kind.VARIABLE], isUse).node, valueNode('null')),
  listOfLiteral: (nodes) => {
    const { node } = nodes.one(literals);
    become(node, { kind: Kind.LIST, values: [copy(node)] });
  },
  firstOfList: (nodes) => {
    const { node } = nodes.one(Kind.LIST, ({ node: list }) => list.values.length > 0);
    become(node, copy(node.values[0]));
  },
  addToList: (nodes, _, random) => nodes.one(Kind.LIST).node.values.push(valueNode(anyLiteral(random))),
  stringForEnum: (nodes) => {
    const { node } = nodes.one(Kind.ENUM);
    become(node, { kind: Kind.STRING, value: node.value });
  },
  misspellEnum: (nodes, _, random) => {
    const { node } = nodes.one(Kind.ENUM);
    const value = misspelt(node.value, random);
    node.value = ['true', 'false', 'null'].includes(value) ? 'OTHER' : value;
  },
  numberAsString: (nodes) => {
    const { node } = nodes.one([Kind.INT, Kind.FLOAT]);
    become(node, { kind: Kind.STRING, value: node.value });
  },
  dropObjectField: (nodes) => remove(nodes.one(Kind.OBJECT_FIELD)),
  misspellObjectField: (nodes, _, random) => {
    const { node } = nodes.one(Kind.OBJECT_FIELD);
    node.name = nameNode(misspelt(node.name.value, random));
  },
  unknownObjectField: (nodes, _, random) => {
    nodes.one(Kind.OBJECT).node.fields.push(objectField(random.pick(['unknown', 'id', 'amount', 'name']), valueNode(anyLiteral(random))));
  },
  repeatObjectField: (nodes) => {
    const { node, list } = nodes.one(Kind.OBJECT_FIELD);
    list.push(copy(node));
  },
  emptyObject: (nodes) => {
    nodes.one(Kind.OBJECT).node.fields = [];
  },
  secondOfOneOf: (nodes, schema, random) => {
    const types = Object.values(schema.getTypeMap()).filter((type) => type.isOneOf);
    const names = types.flatMap((type) => Object.keys(type.getFields()));
    const { node } = nodes.one(Kind.OBJECT, ({ node: object }) => object.fields.some(({ name }) => names.includes(name.value)));
    node.fields.push(objectField(random.pick(names), valueNode(anyLiteral(random))));
  },
  nullInObject: (nodes) => {
    nodes.one(Kind.OBJECT_FIELD).node.value = valueNode('null');
  },
};
