import assert from 'node:assert/strict';
import relay from 'relay-runtime';
import { wallet } from './host.mjs';
import { artifact, compile } from './relay/artifacts.mjs';
import { environment, socket } from './relay/environment.mjs';
import { pageSize, paged, run } from './scenario.mjs';

const { commitMutation, createOperationDescriptor, fetchQuery, getPaginationMetadata, getPaginationVariables, getSingularSelector, requestSubscription } = relay;

compile();

const capital = (name) => name[0].toUpperCase() + name.slice(1);
const mutate = (name, variables) => new Promise((resolve, reject) => {
  const onCompleted = (data, errors) => (errors ? reject(new Error(JSON.stringify(errors))) : resolve(data));
  commitMutation(environment, { mutation: artifact(`documents${capital(name)}Mutation`), variables, onCompleted, onError: reject });
});

const operation = createOperationDescriptor(artifact('documentsHistoryQuery'), { id: wallet });
const fragment = artifact('documents_wallet');
const seen = () => environment.lookup(getSingularSelector(fragment, environment.lookup(operation.fragment).data.node.wallet)).data;

// As usePaginationFragment does: the first page by the query, further ones by the query that the compiler made of the fragment.
const pages = async () => {
  environment.retain(operation);
  await fetchQuery(environment, operation.request.node, { id: wallet }).toPromise();
  const { paginationRequest, paginationMetadata } = getPaginationMetadata(fragment, 'pages');
  assert.equal(seen().history.edges.length, pageSize);
  while (seen().history.pageInfo.hasNextPage) {
    const variables = getPaginationVariables('forward', pageSize, seen().history.pageInfo.endCursor, { id: wallet }, {}, paginationMetadata);
    await fetchQuery(environment, paginationRequest, variables).toPromise();
  }
  return paged(seen().history.edges.map(({ node }) => node.balanceAfter));
};

await run({
  query: (name, variables) => fetchQuery(environment, artifact(`documents${capital(name)}Query`), variables).toPromise(),
  mutate,
  pages,
  subscribe: (name, variables, onNext, onError) => requestSubscription(environment, { subscription: artifact(`documents${capital(name)}Subscription`), variables, onNext, onError }).dispose,
});

// What the subscription brought is in the store, where whoever looks at the wallet sees it.
assert.ok(seen().balance > 50);

await socket.dispose();
