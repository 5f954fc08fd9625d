import assert from 'node:assert/strict';
import { Client, cacheExchange, fetchExchange, subscriptionExchange } from '@urql/core';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { documents } from './documents.mjs';
import { headers, socketUrl, url } from './host.mjs';
import { pagesBy, run } from './scenario.mjs';

// urql leaves an event stream by aborting its request, and does not look at the promise that this rejects.
process.on('unhandledRejection', (reason) => {
  if (reason.name !== 'AbortError') throw reason;
});

const socket = createClient({ url: socketUrl, webSocketImpl: WebSocket, connectionParams: headers });
const overSocket = subscriptionExchange({
  forwardSubscription: ({ query, variables }) => ({ subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }) }),
});
const options = { url, fetchOptions: { headers }, preferGetMethod: process.env.METHOD === 'GET' };
const client = process.env.SUBSCRIPTIONS === 'socket'
  ? new Client({ ...options, exchanges: [cacheExchange, fetchExchange, overSocket] })
  : new Client({ ...options, exchanges: [cacheExchange, fetchExchange], fetchSubscriptions: true });

const dataOf = ({ data, error }) => {
  assert.ifError(error);
  return data;
};
const query = async (name, variables) => dataOf(await client.query(documents[name], variables).toPromise());

await run({
  query,
  mutate: async (name, variables) => dataOf(await client.mutation(documents[name], variables).toPromise()),
  pages: () => pagesBy(query),
  subscribe: (name, variables, next, failed) => client.subscription(documents[name], variables).subscribe(({ data, error }) => (error ? failed(error) : next(data))).unsubscribe,
});

await socket.dispose();
