// The verdict of graphql-js, each error with the rule it comes from.
import { GraphQLError, TypeInfo, getNamedType, isScalarType, isSpecifiedScalarType, parse, print, specifiedRules, validate, visit, visitWithTypeInfo } from 'graphql';
import { september2025 } from './september2025.mjs';

const named = [...specifiedRules.map((rule) => [rule.name, rule]), ...Object.entries(september2025)];

export const ruleNames = specifiedRules.map((rule) => rule.name);

const tagged = named.map(([name, rule]) => (context) => rule(Object.create(context, {
  reportError: {
    value(error) {
      error.rule = name;
      context.reportError(error);
    },
  },
})));

const withoutSubscriptions = tagged.filter((_, index) => named[index][0] !== 'SingleFieldSubscriptionsRule');

export function referenceOf(schema) {
  return (text) => {
    let document;
    try {
      document = parse(text);
    } catch (error) {
      return { errors: [Object.assign(error, { rule: 'Parser' })] };
    }
    return { document, errors: validateWhole(schema, document) };
  };
}

function validateWhole(schema, document) {
  try {
    return validate(schema, document, tagged);
  } catch (failure) {
    // graphql-js 16 works out @skip and @include at the root of a subscription, and throws where it cannot; a rule of September 2025 refuses them.
    if (!(failure instanceof GraphQLError)) throw failure;
    return validate(schema, document, withoutSubscriptions);
  }
}

/** The complaints that a server may have of literals which stand where a scalar of the schema's own is expected: how they begin. */
export function customLiterals(schema, document) {
  const info = new TypeInfo(schema);
  const found = new Set();
  const note = (node) => {
    const type = info.getInputType();
    const scalar = type && getNamedType(type);
    if (isScalarType(scalar) && !isSpecifiedScalarType(scalar)) found.add(`Expected value of type "${type}", found ${print(node)}; `);
  };
  visit(document, visitWithTypeInfo(info, { enter: (node) => { if (node.kind.endsWith('Value')) note(node); } }));
  return [...found];
}
