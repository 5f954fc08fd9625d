// Gives generated documents to a host and to graphql-js, and reports where their verdicts or their messages part.
import { writeFileSync } from 'node:fs';
import { buildClientSchema, getIntrospectionQuery, parse, print } from 'graphql';
import { DocumentGenerator } from './generator/documents.mjs';
import { mutate } from './generator/mutations.mjs';
import { randomOf } from './generator/random.mjs';
import { mutateText } from './generator/text.mjs';
import { post, verdictOf } from './host.mjs';
import { customLiterals, referenceOf, ruleNames } from './reference.mjs';
import { adopt } from './september2025.mjs';

const url = `${process.env.HOST}/graphql`;
const seed = Number(process.env.SEED ?? 20250903);
const count = Number(process.env.DOCUMENTS ?? 1000);

const introspection = getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true });
const { data } = await post(url, { query: introspection });
const schema = buildClientSchema(data);
adopt(schema, data);
const reference = referenceOf(schema);

const report = {
  seed, documents: 0, valid: 0, invalid: 0, unparsable: 0, unmutated: 0, unmutatedInvalid: 0, limited: 0, customScalars: 0,
  violations: Object.fromEntries(ruleNames.map((name) => [name, 0])), differences: [], messages: { compared: 0, agreed: 0, joined: 0, differences: [] },
};

/** A document of its own seed and what was done to it. */
function documentOf(number) {
  const random = randomOf((seed * 1_000_003 + number) >>> 0);
  let text = new DocumentGenerator(schema, random).make();
  const mutations = [];
  const wanted = random.pick([0, 0, 1, 1, 1, 1, 1, 2, 3]);
  if (wanted > 0) {
    const document = parse(text, { noLocation: true });
    while (mutations.length < wanted) mutations.push(mutate(document, schema, random));
    text = print(document);
  }
  if (random.chance(0.15)) {
    mutations.push('text');
    text = mutateText(text, random);
  }
  return { number, text, mutations };
}

// The host's own protection, which graphql-js has not.
const isLimit = ({ message }) =>
  / is \d+ levels deep; at most \d+ are allowed\.$|^Syntax Error: Document contains more than \d+ |^Fragments are nested too deeply\.$|^The selections overlap in too many ways/.test(message);

// graphql-js compares every field with every other and strings together what it finds below one pair; the host compares with the first of a name.
function isJoined(mine, theirs) {
  const beginning = theirs.slice(0, theirs.indexOf(' conflict because ') + 1);
  const reason = (message) => message.slice(message.lastIndexOf(' because ') + 9, message.lastIndexOf('. Use different aliases'));
  return theirs.includes(' and subfields "') && mine.every((message) => message.startsWith(beginning) && theirs.includes(reason(message)));
}

async function compare({ number, text, mutations }) {
  const theirs = reference(text);
  let ours = await verdictOf(url, text);
  report.documents++;
  if (ours.some(isLimit)) {
    report.limited++;
    return;
  }

  // Literals of the schema's own scalars are for the host alone to judge.
  const literals = theirs.document && ours.length > 0 ? customLiterals(schema, theirs.document) : [];
  const isCustom = ({ message }) => literals.some((start) => message.startsWith(start));
  if (ours.some(isCustom)) report.customScalars++;
  ours = ours.filter((error) => !isCustom(error));

  tally(theirs, mutations);
  const [mine, others] = [ours, theirs.errors].map((errors) => errors.map(({ message }) => message));
  if ((mine.length === 0) !== (others.length === 0)) {
    report.differences.push({ number, mutations, text, host: mine, reference: others });
  } else if (others.length === 1) {
    report.messages.compared++;
    if (mine.length === 1 && mine[0] === others[0]) report.messages.agreed++;
    else if (isJoined(mine, others[0])) report.messages.joined++;
    else report.messages.differences.push({ number, mutations, rule: theirs.errors[0].rule, text, host: mine, reference: others });
  }
}

function tally({ document, errors }, mutations) {
  if (errors.length === 0) report.valid++;
  else if (document) report.invalid++;
  else report.unparsable++;
  if (mutations.length === 0) {
    report.unmutated++;
    if (errors.length > 0) report.unmutatedInvalid++;
  }
  for (const rule of new Set(errors.map((error) => error.rule))) report.violations[rule] = (report.violations[rule] ?? 0) + 1;
}

let next = 0;
const workers = Array.from({ length: 16 }, async () => {
  while (next < count) await compare(documentOf(next++));
});
await Promise.all(workers);
if (process.env.REPORT) writeFileSync(process.env.REPORT, JSON.stringify(report, null, 1));
process.stdout.write(JSON.stringify(report), () => process.exit(0));
