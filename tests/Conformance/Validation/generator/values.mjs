// Literals that fit their type. Those of custom scalars are good by any reading: hosts check them by rules of their own.
import { getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType, isRequiredInputField } from 'graphql';

const strings = ['""', '"a"', '"Operations Supervisor"', '"é 😀 \\u00e9 \\u{1F600}"', '"\\"quoted\\" \\\\ \\n"', '"""block"""', '"""\n    two\n      lines \\"""\n  """'];

const scalars = {
  Int: ['0', '1', '-1', '42', '2147483647', '-2147483648'],
  Float: ['0', '1.5', '-2.25e3', '7', '1E-2'],
  String: strings,
  Boolean: ['true', 'false'],
  ID: ['"QWNjb3VudDox"', '"x"', '4', '""'],
  DateTime: ['"2026-01-02T03:04:05Z"', '"2025-12-31T23:59:59.5Z"'],
  Decimal: ['"12.50"', '"0"'],
  Long: ['9007199254740991', '5'],
  JSON: ['{ a: 1, b: [true, "x"] }', '[1, 2]', '"text"', '7'],
  CountryCode: ['"US"', '"DE"'],
  Url: ['"https://example.com"', '"x"'],
};

/** Something that is right for a type; a variable now and then, declared in `variables` on the way. */
export function valueOf(type, random, variables, { hasDefault = false, isInOneOf = false, depth = 0 } = {}) {
  if (variables && random.chance(depth === 0 ? 0.3 : 0.12)) return variables.of(type, { hasDefault, isInOneOf });
  if (!isNonNullType(type) && !isInOneOf && random.chance(0.05)) return 'null';
  return literal(getNullableType(type), random, variables, depth);
}

function literal(type, random, variables, depth) {
  if (isListType(type)) {
    const item = () => valueOf(type.ofType, random, variables, { depth: depth + 1 });
    // One value stands for a list of it, but null does not.
    if (random.chance(0.15)) return literal(getNullableType(type.ofType), random, variables, depth + 1);
    return `[${Array.from({ length: random.below(4) }, item).join(random.pick([', ', ' ']))}]`;
  }
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  if (isInputObjectType(type)) return objectOf(type, random, variables, depth);
  return random.pick(scalars[type.name] ?? strings);
}

function objectOf(type, random, variables, depth) {
  const all = Object.values(type.getFields());
  const fields = type.isOneOf
    ? [random.pick(all)]
    : all.filter((field) => isRequiredInputField(field) || (depth < 4 && random.chance(0.4)));
  const place = (field) => ({ depth: depth + 1, hasDefault: field.defaultValue !== undefined, isInOneOf: type.isOneOf });
  return `{ ${fields.map((field) => `${field.name}: ${valueOf(field.type, random, variables, place(field))}`).join(', ')} }`;
}

/** Literals of every kind, for places where they may be wrong. */
export const anyLiteral = (random) =>
  random.pick([
    '1', '-7', '2147483648', '-2147483649', '9007199254740993', '1.5', '1e400', '3.0', '"text"', '"1"', 'true', 'null', 'OPEN', 'RED', 'open', '[]', '[1]', '[null]',
    '[[1]]', '["a", 2]', '{}', '{ a: 1 }', '{ fixed: null }', '{ a: { b: [1] } }', '$unknown', '[$unknown]', '{ a: $unknown }', '"""block"""', ...strings,
  ]);
