// Where graphql-js 16 is not the specification of September 2025: what it lacks, what it overlooks, and what it has of later drafts.
import {
  GraphQLError, GraphQLFloat, Kind, SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef, getNamedType, isInputObjectType, isNonNullType, parseType, typeFromAST,
} from 'graphql';

const isCondition = ({ name }) => name.value === 'skip' || name.value === 'include';

/** Rules that it lacks. */
export const september2025 = {
  OperationTypeExistence: (context) => ({
    OperationDefinition(node) {
      if (!context.getSchema().getRootType(node.operation)) {
        context.reportError(new GraphQLError(`The ${node.operation} operation is not supported by the schema.`, { nodes: node }));
      }
    },
  }),
  SubscriptionRootConditions: (context) => ({
    OperationDefinition(node) {
      const root = context.getSchema().getSubscriptionType();
      const conditions = node.operation === 'subscription' && root ? conditionsAtRoot(node, root.name, context) : [];
      if (conditions.length > 0) {
        const subject = node.name ? `Subscription "${node.name.value}"` : 'Anonymous Subscription';
        context.reportError(new GraphQLError(`${subject} must not use \`@skip\` or \`@include\` directives in the top level selection.`, { nodes: conditions }));
      }
    },
  }),
  // It has this rule, and overlooks it where the oneOf object itself is required, or stands for a list of itself.
  VariablesInOneOf: (context) => {
    const inside = new Map();
    return {
      ObjectField({ value }) {
        const parent = getNamedType(context.getParentInputType());
        if (value.kind === Kind.VARIABLE && parent?.isOneOf) inside.set(value, parent);
      },
      Document: {
        leave({ definitions }) {
          for (const operation of definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)) checkVariables(operation, inside, context);
        },
      },
    };
  },
};

function checkVariables(operation, inside, context) {
  for (const { node, parentType } of context.getRecursiveVariableUsages(operation)) {
    const definition = operation.variableDefinitions?.findLast(({ variable }) => variable.name.value === node.name.value);
    const type = definition && typeFromAST(context.getSchema(), definition.type);
    if (type && inside.has(node) && !isNonNullType(type) && !isInputObjectType(parentType)) {
      const message = `Variable "$${node.name.value}" is of type "${type}" but must be non-nullable to be used for OneOf Input Object "${inside.get(node)}".`;
      context.reportError(new GraphQLError(message, { nodes: [definition, node] }));
    }
  }
}

function conditionsAtRoot(operation, root, context) {
  const visited = new Set();
  const found = [];
  const applies = ({ typeCondition }) => !typeCondition || typeCondition.name.value === root;
  const collect = ({ selections }) => {
    for (const selection of selections) {
      found.push(...selection.directives.filter(isCondition));
      if (selection.kind === Kind.INLINE_FRAGMENT && applies(selection)) collect(selection.selectionSet);
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD && context.getFragment(selection.name.value);
      if (fragment && applies(fragment) && !visited.has(fragment)) {
        visited.add(fragment);
        collect(fragment.selectionSet);
      }
    }
  };
  collect(operation.selectionSet);
  return found;
}

/** Changes what it brings itself to what the specification, and the host's own introspection, says. */
export function adopt(schema, { __schema }) {
  adoptIntrospection(schema, __schema.types);
  mergeMetaFields(schema);
  refuseInfinity();
}

// Its types of introspection hold drafts, too.
function adoptIntrospection(schema, types) {
  for (const { name, fields } of types.filter((type) => type.name.startsWith('__') && type.fields)) {
    const known = schema.getType(name).getFields();
    for (const field of Object.keys(known)) {
      const said = fields.find((one) => one.name === field);
      if (!said) {
        delete known[field];
        continue;
      }
      known[field].args = known[field].args.filter((argument) => said.args.some((one) => one.name === argument.name));
      for (const argument of known[field].args) {
        argument.type = typeFromAST(schema, parseType(textOf(said.args.find((one) => one.name === argument.name).type)));
      }
    }
  }
}

function textOf({ kind, name, ofType }) {
  if (kind === 'NON_NULL') return `${textOf(ofType)}!`;
  return kind === 'LIST' ? `[${textOf(ofType)}]` : name;
}

// FieldsInSetCanMerge compares the types of any two fields; it leaves out those of introspection, which stand in no list of fields.
function mergeMetaFields(schema) {
  const hide = (fields, ...metas) => metas.forEach((meta) => Object.defineProperty(fields, meta.name, { value: meta, enumerable: false, configurable: true }));
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.getFields && !isInputObjectType(type)) hide(type.getFields(), TypeNameMetaFieldDef);
  }
  hide(schema.getQueryType().getFields(), SchemaMetaFieldDef, TypeMetaFieldDef);
}

// A literal beyond all doubles is no Float (section 3.5.2); it reads it as Infinity.
function refuseInfinity() {
  const read = GraphQLFloat.parseLiteral.bind(GraphQLFloat);
  GraphQLFloat.parseLiteral = (node) => {
    const value = read(node);
    if (!Number.isFinite(value)) throw new GraphQLError(`Float cannot represent non numeric value: ${node.value}`, { nodes: node });
    return value;
  };
}
