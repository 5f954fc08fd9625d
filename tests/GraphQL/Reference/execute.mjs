// Executes with the reference implementation: the first line is the schema, each further line a request; each answer is one line.
import { createInterface } from 'node:readline';
import { buildSchema, execute, getIntrospectionQuery, GraphQLError, introspectionFromSchema, parse, validate } from 'graphql';

const roll = (key, name) => {
  let hash = (2166136261 ^ key) >>> 0;
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 16777619) >>> 0;
  hash = (hash ^ (hash >>> 15)) >>> 0;
  hash = Math.imul(hash, 0x2c1b3c6d) >>> 0;
  hash = (hash ^ (hash >>> 12)) >>> 0;
  hash = Math.imul(hash, 0x297a2d39) >>> 0;
  return (hash ^ (hash >>> 15)) >>> 0;
};

const isThere = (key, name) => {
  const outcome = roll(key, name) % 40;
  if (outcome < 2) throw new Error('The dice say no.');
  return outcome > 3;
};
const number = (key, name) => roll(key, name + '#') % 100;
const text = (key, name) => `"${name}" ü ${number(key, name)}`;
const typed = (key) => ({ key, type: ['Box', 'Ball', 'Star'][key % 3] });
const box = (key) => ({ key, type: 'Box' });
const make = (key, name) => typed(roll(key, name + '*') % 1_000_000);
const thing = (key, name) => (isThere(key, name) ? make(key, name) : null);
const asRound = (made) => (made && made.type !== 'Box' ? made : null);
const asShape = (made) => (made && made.type !== 'Ball' ? made : null);
const length = (key, name) => roll(key, name + 'n') % 4;
const hasElement = (key, name) => roll(key, name + '?') % 12 !== 0;
const list = (key, name, element) =>
  Array.from({ length: length(key, name) }, (_, index) => (hasElement(key, name + index) ? element(name + index) : null));
const numbers = (key, name) => list(key, name, (own) => number(key, own));
const matrix = (key, name) => list(key, name, (own) => numbers(key, own));
const color = (key, name) => ['RED', 'GREEN', 'BLUE', 'NONE'][number(key, name) % 4];
const clamp = (value, from, to) => Math.min(Math.max(value, from), to);

function* lazy(key, from) {
  for (let index = from; index < 3; index++) {
    const outcome = roll(key, 'lazy' + index) % 20;
    if (outcome === 0) throw new Error('Nothing comes any more.');
    yield outcome === 1 ? null : make(key, 'lazy' + index);
  }
}

function* count(key) {
  for (let index = 0; index < 3; index++) {
    if (roll(key, 'count' + index) % 12 === 0) throw new Error('Nobody counts further.');
    yield index;
  }
}

const shown = (value) => {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(shown).join(' ')}]`;
  return String(value);
};
const bare = (value) => (value === null || value === undefined ? '-' : value);
const filter = (value) =>
  value
    ? `{${shown(value.min)} ${shown(value.text)} ${filter(value.inner)} ${shown(value.values)} ${shown(value.grid)} ${bare(value.color)} ${code(value.code)}}`
    : '-';
const code = (value) => (value === null || value === undefined ? '-' : 'c' + value.code);
const strict = (value) =>
  value ? `<${shown(value.name)} ${shown(value.level)} ${value.filters ? `[${value.filters.map(filter).join(' ')}]` : '-'}>` : '-';
const pick = (value) => (value ? `|${shown(value.text)} ${shown(value.number)} ${filter(value.filter)}|` : '-');

const fields = {
  thing: (_, { seed }) => thing(seed, 'thing'),
  strict: (_, { seed }) => thing(seed, 'strict'),
  things: (_, { seeds }) => seeds.slice(0, 4).map((seed) => (hasElement(seed, 'things') ? make(seed, 'things') : null)),
  shape: (_, { seed }) => asShape(make(seed, 'shape')),
  hello: () => 'hello',
  echo: (_, given) =>
    [
      shown(given.whole), shown(given.real), shown(given.flag), shown(given.text), shown(given.id), bare(given.color), code(given.code),
      shown(given.numbers), shown(given.grid), filter(given.filter), strict(given.strict), pick(given.pick), filter(given.preset),
    ].join(' '),
  needs: (_, { first, second }) => shown(first) + shown(second),
  bump: (_, { by }, counter) => thing((counter.value = (counter.value + clamp(by, 1, 1000)) % 1_000_000), 'bump'),
  bumpStrict: (_, { by }, counter) => thing((counter.value = (counter.value + clamp(by, 1, 1000)) % 1_000_000), 'bumpStrict'),
  total: (_, given, counter) => counter.value,
  key: ({ key }) => key,
  name: ({ key }) => (isThere(key, 'name') ? text(key, 'name') : null),
  title: ({ key }) => (isThere(key, 'title') ? text(key, 'title') : null),
  rank: ({ key }) => (isThere(key, 'rank') ? number(key, 'rank') : null),
  next: ({ key }) => thing(key, 'next'),
  self: (source) => (isThere(source.key, 'self') ? source : null),
  must: ({ key }) => {
    if (roll(key, 'must') % 20 === 0) throw new Error('No.');
    return make(key, 'must');
  },
  many: ({ key }, given) =>
    Array.from({ length: clamp(given.count, 0, 3) }, (_, index) => {
      const outcome = roll(key, 'many' + index) % 10;
      return outcome === 0 ? new Error('Not this one.') : outcome === 1 ? null : make(key, 'many' + index);
    }),
  grid: ({ key }) => (isThere(key, 'grid') ? list(key, 'grid', (row) => list(key, row, (cell) => make(key, cell))) : null),
  rows: ({ key }) => list(key, 'rows', (row) => list(key, row, (cell) => make(key, cell))),
  lazy: ({ key }, { from }) => lazy(key, Math.max(from, 0)),
  round: ({ key }) => asRound(thing(key, 'round')),
  shapes: ({ key }) => asShape(make(key, 'shapes')),
  color: ({ key }) => (isThere(key, 'color') ? color(key, 'color') : null),
  colors: ({ key }) => list(key, 'colors', (name) => color(key, name)),
  code: ({ key }) => (isThere(key, 'code') ? number(key, 'code') : null),
  codes: ({ key }) => list(key, 'codes', (name) => number(key, name)),
  id: ({ key }) => '#' + key,
  ints: ({ key }) => numbers(key, 'ints'),
  intsStrict: ({ key }) => numbers(key, 'intsStrict'),
  matrix: ({ key }) => matrix(key, 'matrix'),
  matrixStrict: ({ key }) => matrix(key, 'matrixStrict'),
  cube: ({ key }) => list(key, 'cube', (name) => matrix(key, name)),
  count: ({ key }) => count(key),
  boxes: ({ key }) => Array.from({ length: length(key, 'boxes') }, (_, index) => box(((key + index + 1) * 3) % 1_000_000)),
  inner: ({ key }) => (isThere(key, 'inner') ? box((key + 3) % 1_000_000) : null),
  size: ({ key }) => {
    if (key % 7 === 0) throw new Error('No size.');
    return key % 50;
  },
  same: (source) => source,
  radius: ({ key }) => (key % 5 === 0 ? NaN : key % 4 === 0 ? null : (key % 100) / 4),
  bounce: ({ key }, { height }) => (isThere(key, 'bounce') ? { key: (key + 3 * clamp(height, 0, 10)) % 1_000_000, type: 'Ball' } : null),
  points: ({ key }) => Array.from({ length: key % 4 }, (_, point) => 'p' + point),
  twin: ({ key }) => (hasElement(key, 'twin') ? { key: (key + 3) % 1_000_000, type: 'Star' } : null),
};

let schema;

const readCode = (value) => {
  if (typeof value !== 'string' || !/^c[0-9]+$/.test(value)) throw new GraphQLError('No code.');
  return { code: Number(value.slice(1)) };
};

const prepare = (sdl) => {
  schema = buildSchema(sdl);
  const scalar = schema.getType('Code');
  if (!scalar) return;
  scalar.serialize = (value) => {
    if (value % 6 === 0) throw new Error('No code is divisible by six.');
    return 'c' + value;
  };
  scalar.parseValue = readCode;
  scalar.parseLiteral = (node) => readCode(node.kind === 'StringValue' ? node.value : null);
};

const answer = ({ query, variables }) => {
  const document = parse(query);
  const failures = validate(schema, document);
  if (failures.length > 0) return { invalid: failures.map((failure) => failure.message) };
  const result = execute({
    schema,
    document,
    rootValue: {},
    contextValue: { value: 0 },
    variableValues: variables,
    fieldResolver: (source, given, context, info) => fields[info.fieldName](source, given, context),
    typeResolver: (value) => value.type,
  });
  return {
    data: 'data' in result ? JSON.stringify(result.data) : null,
    errors: (result.errors ?? []).map(({ message, path, locations }) => ({ message, path, locations })),
  };
};

const introspection = { descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, experimentalDirectiveDeprecation: false, oneOf: true };

const describe = () => {
  try {
    return { query: getIntrospectionQuery(introspection), data: introspectionFromSchema(schema, introspection) };
  } catch (failure) {
    return { crash: String(failure.stack) };
  }
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.schema) {
    prepare(request.schema);
    continue;
  }
  if (request.introspect) {
    process.stdout.write(JSON.stringify(describe()) + '\n');
    continue;
  }
  let reply;
  try {
    reply = answer(request);
  } catch (failure) {
    reply = { crash: String(failure.stack) };
  }
  process.stdout.write(JSON.stringify(reply) + '\n');
}
