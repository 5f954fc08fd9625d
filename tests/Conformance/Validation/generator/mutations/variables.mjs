import { Kind, isInputType } from 'graphql';
import { become, copy, isUse, nameNode, remove, typeOf, valueNode } from '../nodes.mjs';
import { anyLiteral } from '../values.mjs';
import { misspelt } from '../names.mjs';

const definition = (name, type, defaultValue) => ({ kind: Kind.VARIABLE_DEFINITION, variable: { kind: Kind.VARIABLE, name: nameNode(name) }, type, defaultValue, directives: [] });
const typeNames = (schema, filter = () => true) => Object.values(schema.getTypeMap()).filter(filter).map(({ name }) => name);
const isOptional = ({ node }) => node.type.kind !== Kind.NON_NULL_TYPE;
const isRequired = ({ node }) => node.type.kind === Kind.NON_NULL_TYPE;

function wrap(type, random) {
  return random.pick([`${type}!`, `[${type}]`, `[${type}!]!`, `[[${type}]]`, type]);
}

function newVariable(nodes) {
  const operation = nodes.one(Kind.OPERATION_DEFINITION).node;
  operation.variableDefinitions ??= [];
  operation.name ??= nameNode('Named');
  return operation.variableDefinitions;
}

export const variableMutations = {
  renameVariable: (nodes, _, random) => {
    const { node } = nodes.one(Kind.VARIABLE_DEFINITION);
    node.variable = { kind: Kind.VARIABLE, name: nameNode(misspelt(node.variable.name.value, random)) };
  },
  renameUse: (nodes, _, random) => {
    nodes.one(Kind.VARIABLE, isUse).node.name = nameNode(random.pick(['v0', 'v1', 'v2', 'missing']));
  },
  dropVariable: (nodes) => remove(nodes.one(Kind.VARIABLE_DEFINITION)),
  repeatVariable: (nodes) => {
    const { node, list } = nodes.one(Kind.VARIABLE_DEFINITION);
    list.push(copy(node));
  },
  unusedVariable: (nodes, schema, random) => newVariable(nodes).push(definition('unused', typeOf(random.pick(typeNames(schema, isInputType))))),
  anotherVariableType: (nodes, schema, random) => {
    nodes.one(Kind.VARIABLE_DEFINITION).node.type = typeOf(wrap(random.pick(typeNames(schema, isInputType)), random));
  },
  outputVariableType: (nodes, schema, random) => {
    nodes.one(Kind.VARIABLE_DEFINITION).node.type = typeOf(wrap(random.pick(typeNames(schema, (type) => !isInputType(type))), random));
  },
  newOutputVariable: (nodes, schema, random) => {
    newVariable(nodes).push(definition('v9', typeOf(wrap(random.pick(typeNames(schema)), random))));
  },
  misspellVariableType: (nodes, schema, random) => {
    nodes.one(Kind.VARIABLE_DEFINITION).node.type = typeOf(wrap(misspelt(random.pick(typeNames(schema)), random), random));
  },
  nullableVariable: (nodes) => {
    const { node } = nodes.one(Kind.VARIABLE_DEFINITION, isRequired);
    node.type = node.type.type;
  },
  requiredVariable: (nodes) => {
    const { node } = nodes.one(Kind.VARIABLE_DEFINITION, isOptional);
    node.type = { kind: Kind.NON_NULL_TYPE, type: copy(node.type) };
  },
  listVariable: (nodes) => {
    const { node } = nodes.one(Kind.VARIABLE_DEFINITION);
    node.type = { kind: Kind.LIST_TYPE, type: copy(node.type) };
  },
  dropDefault: (nodes) => {
    nodes.one(Kind.VARIABLE_DEFINITION, ({ node }) => node.defaultValue).node.defaultValue = undefined;
  },
  anotherDefault: (nodes, _, random) => {
    const text = anyLiteral(random).replaceAll('$unknown', '1');
    nodes.one(Kind.VARIABLE_DEFINITION).node.defaultValue = valueNode(text);
  },
  nullDefault: (nodes) => {
    nodes.one(Kind.VARIABLE_DEFINITION).node.defaultValue = valueNode('null');
  },
  variableForLiteral: (nodes, schema, random) => {
    const { node } = nodes.one([Kind.INT, Kind.FLOAT, Kind.STRING, Kind.BOOLEAN, Kind.ENUM, Kind.LIST, Kind.OBJECT], ({ parent }) => parent.kind !== Kind.VARIABLE_DEFINITION);
    const type = typeOf(wrap(random.pick(['Int', 'String', 'ID', 'Boolean', 'Float', random.pick(typeNames(schema, isInputType))]), random));
    newVariable(nodes).push(definition('v8', type));
    become(node, { kind: Kind.VARIABLE, name: nameNode('v8') });
  },
  variableInOneOf: (nodes, schema, random) => {
    const types = Object.values(schema.getTypeMap()).filter((type) => type.isOneOf);
    const fields = types.flatMap((type) => Object.values(type.getFields()));
    const { node } = nodes.one(Kind.OBJECT_FIELD, ({ node: field }) => fields.some(({ name }) => name === field.name.value));
    const field = fields.find(({ name }) => name === node.name.value);
    newVariable(nodes).push(definition('v7', typeOf(`${field.type}${random.pick(['', '!'])}`), undefined));
    node.value = { kind: Kind.VARIABLE, name: nameNode('v7') };
  },
};
