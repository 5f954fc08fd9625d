import assert from 'node:assert/strict';
import { createClient } from 'graphql-sse';
import { documents } from './documents.mjs';
import { headers, url } from './host.mjs';
import { pagesBy, run } from './scenario.mjs';

const client = createClient({ url, headers, singleConnection: false, retryAttempts: 0 });

const subscribe = (name, variables, next, failed) => client.subscribe(
  { query: documents[name], variables },
  { next: ({ data, errors }) => (errors ? failed(new Error(JSON.stringify(errors))) : next(data)), error: failed, complete: () => {} },
);

// Only what the server has completed counts as answered.
const answer = async (name, variables) => {
  const found = [];
  for await (const result of client.iterate({ query: documents[name], variables })) found.push(result);
  assert.equal(found.length, 1);
  assert.equal(found[0].errors, undefined);
  return found[0].data;
};

await run({ query: answer, mutate: answer, pages: () => pagesBy(answer), subscribe });

const refused = client.iterate({ query: '{ nothing }' });
const { value } = await refused.next();
assert.match(value.errors[0].message, /Cannot query field/);
assert.ok((await refused.next()).done);

client.dispose();
