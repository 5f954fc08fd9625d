import assert from 'node:assert/strict';
import { CloseCode, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { documents } from './documents.mjs';
import { headers, socketUrl, wallet } from './host.mjs';
import { pagesBy, run } from './scenario.mjs';

const options = { url: socketUrl, webSocketImpl: WebSocket, connectionParams: headers };

let opened = 0;
const client = createClient({ ...options, lazy: false, on: { opened: () => opened++ } });

const subscribe = (over, name, variables, next, failed) => over.subscribe(
  { operationName: name[0].toUpperCase() + name.slice(1), query: documents[name], variables },
  { next: ({ data, errors }) => (errors ? failed(new Error(JSON.stringify(errors))) : next(data)), error: failed, complete: () => {} },
);
const answer = (name, variables) => new Promise((next, failed) => {
  subscribe(client, name, variables, next, failed);
});

await run({
  query: answer,
  mutate: answer,
  pages: () => pagesBy(answer),
  subscribe: (...operation) => subscribe(client, ...operation),
});

// As many at a time as a page may send.
const many = await Promise.all(Array.from({ length: 20 }, () => answer('viewer', {})));
assert.equal(new Set(many.map(({ viewer }) => viewer.account.id)).size, 1);
assert.equal(opened, 1, 'everything went over one socket');

await assert.rejects(answer('walletChanged', { id: 'nonsense' }), (errors) => errors[0].extensions.code === 'BAD_USER_INPUT');
await assert.rejects(answer('viewer', { id: 1 }).then(() => createRefused()), ({ code }) => code === CloseCode.Forbidden);

// A socket that broke is opened again, and what ran on it is asked for again.
let connections = 0;
const restless = createClient({ ...options, retryAttempts: 5, retryWait: async () => {}, on: { connected: () => connections++ } });
await new Promise((resolve, reject) => {
  const leave = subscribe(restless, 'walletChanged', { id: wallet }, ({ walletChanged }) => {
    assert.equal(walletChanged.id, wallet);
    if (connections === 1) return restless.terminate();
    clearInterval(buying);
    leave();
    resolve();
  }, reject);
  let bought = 0;
  const buy = () => answer('buyConnects', { input: { walletId: wallet, bundleSize: 10, payment: { method: 'CARD' }, idempotencyKey: `again-${bought++}` } }).catch(reject);
  // Nothing says when a subscription has begun: the purchases go on until one was seen on each socket.
  const buying = setInterval(buy, 100);
});
assert.equal(connections, 2);

await restless.dispose();
await client.dispose();

function createRefused() {
  const stranger = createClient({ ...options, connectionParams: { Authorization: 'Bearer no.such.token' }, retryAttempts: 0 });
  return new Promise((next, failed) => {
    subscribe(stranger, 'viewer', {}, next, failed);
  });
}
