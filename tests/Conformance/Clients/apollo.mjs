import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import { createClient } from 'graphql-ws';
import { OperationTypeNode } from 'graphql';
import { WebSocket } from 'ws';
import { documents } from './documents.mjs';
import { headers, socketUrl, url, wallet } from './host.mjs';
import { pageSize, paged, run } from './scenario.mjs';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

// Keeps what went out: whether a document was sent, or its hash alone.
const sent = [];
const watched = (address, options) => {
  sent.push(`${options.method} ${options.body ? Boolean(JSON.parse(options.body).query) : new URL(address).searchParams.has('query')}`);
  return fetch(address, options);
};

// The cache must know which types an interface or union stands for; the host says so.
const introspection = { query: '{ __schema { types { name possibleTypes { name } } } }' };
const { data: { __schema: schema } } = await (await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(introspection) })).json();
const possibleTypes = Object.fromEntries(schema.types.filter((type) => type.possibleTypes).map((type) => [type.name, type.possibleTypes.map(({ name }) => name)]));

const socket = createClient({ url: socketUrl, webSocketImpl: WebSocket, connectionParams: headers });
const clientOver = (persisted) => new ApolloClient({
  cache: new InMemoryCache({ possibleTypes, typePolicies: { ConnectsWallet: { fields: { history: relayStylePagination() } } } }),
  link: ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(socket),
    ApolloLink.from([new PersistedQueryLink(persisted), new HttpLink({ uri: url, headers, fetch: watched })]),
  ),
});
const client = clientOver({ sha256 });

// As useQuery's fetchMore does: the cache joins the pages to one list.
const pages = async () => {
  const query = gql(documents.history);
  const variables = { id: wallet, first: pageSize };
  const list = client.watchQuery({ query, variables });
  const watching = list.subscribe({});
  let { node } = (await client.query({ query, variables })).data;
  while (node.history.pageInfo.hasNextPage) {
    node = (await list.fetchMore({ variables: { after: node.history.pageInfo.endCursor } })).data.node;
  }
  watching.unsubscribe();
  return paged(client.readQuery({ query, variables }).node.history.edges.map((edge) => edge.node.balanceAfter));
};

await run({
  query: async (name, variables) => (await client.query({ query: gql(documents[name]), variables })).data,
  mutate: async (name, variables) => (await client.mutate({ mutation: gql(documents[name]), variables })).data,
  pages,
  subscribe: (name, variables, next, failed) => {
    const watching = client.subscribe({ query: gql(documents[name]), variables }).subscribe({ next: ({ data, error }) => (error ? failed(error) : next(data)), error: failed });
    return () => watching.unsubscribe();
  },
});

// The viewer's query and the history's went out by hash and were not known; the second page of the history was.
assert.deepEqual(sent.slice(0, 4), ['POST false', 'POST true', 'POST false', 'POST true']);
assert.equal(sent.at(-1), 'POST false');

// A hash that the host knows by now is enough in an address, which caches on the way may keep.
sent.length = 0;
const byAddress = clientOver({ sha256, useGETForHashedQueries: true });
assert.ok((await byAddress.query({ query: gql(documents.viewer) })).data.viewer.account.id);
assert.deepEqual(sent, ['GET false']);

client.stop();
byAddress.stop();
await socket.dispose();
