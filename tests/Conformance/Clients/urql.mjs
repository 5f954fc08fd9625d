import assert from 'node:assert/strict';
import { Client, cacheExchange, fetchExchange } from '@urql/core';
import { account, headers, jobs, newJob, newestFirst, postJob, titles, url, viewer } from './documents.mjs';

const client = new Client({ url, exchanges: [cacheExchange, fetchExchange], fetchOptions: { headers }, preferGetMethod: false });

const seen = await client.query(viewer, {}).toPromise();
assert.ifError(seen.error);
assert.equal(seen.data.viewer.account.id, account);

for (const title of titles) {
  const { data, error } = await client.mutation(postJob, { input: newJob(title) }).toPromise();
  assert.ifError(error);
  assert.equal(data.postJob.job.title, title);
}

const refused = await client.mutation(postJob, { input: newJob('None', 'no-such-category') }).toPromise();
assert.ifError(refused.error);
assert.equal(refused.data.postJob.job, null);
assert.match(refused.data.postJob.errors[0].__typename, /Error$/);

const found = [];
let after = null;
do {
  const { data, error } = await client.query(jobs, { id: account, first: 2, after }).toPromise();
  assert.ifError(error);
  found.push(...data.account.jobs.edges.map(({ node }) => node.title));
  after = data.account.jobs.pageInfo.hasNextPage ? data.account.jobs.pageInfo.endCursor : null;
} while (after);
assert.deepEqual(found, newestFirst);
