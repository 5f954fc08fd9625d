import assert from 'node:assert/strict';
import { account, job, wallet } from './host.mjs';

export const pageSize = 2;

let made = 0;
const purchase = (bundleSize) => ({ input: { walletId: wallet, bundleSize, payment: { method: 'CARD' }, idempotencyKey: `${process.pid}-${made++}` } });

/**
 * What every library must be able to do. It brings
 * query(name, variables) and mutate(name, variables), which answer the data;
 * pages(), which follows the cursors of the wallet's history and answers the balances it read, page by page;
 * subscribe(name, variables, next, failed), which answers how to leave.
 */
export async function run({ query, mutate, pages, subscribe }) {
  const { viewer } = await query('viewer', {});
  assert.equal(viewer.account.id, account);

  for (const balance of [10, 20, 30, 40, 50]) {
    const { buyConnects } = await mutate('buyConnects', purchase(10));
    assert.equal(buyConnects.wallet.balance, balance);
    assert.equal(buyConnects.errors, null);
  }

  const { buyConnects: refused } = await mutate('buyConnects', purchase(7));
  assert.equal(refused.purchase, null);
  assert.match(refused.errors[0].__typename, /Error$/);
  assert.ok(refused.errors[0].code && refused.errors[0].message);

  assert.deepEqual(await pages(), [[50, 40], [30, 20], [10]]);

  await watch(subscribe);
}

// The test, when it sees both watched, buys 20 Connects and spends some on a proposal to the job.
async function watch(subscribe) {
  const until = (name, id, holds) => new Promise((resolve, reject) => {
    const leave = subscribe(name, { id }, (data) => {
      if (!holds(data)) return;
      leave();
      resolve();
    }, reject);
  });
  await Promise.all([
    until('walletChanged', wallet, ({ walletChanged }) => walletChanged.id === wallet && walletChanged.balance > 50),
    until('jobChanged', job, ({ jobChanged }) => jobChanged.id === job && jobChanged.proposalCount === 1),
  ]);
}

/** The pages of a client that has no cache to join them, by a query of its own for each. */
export async function pagesBy(query) {
  const found = [];
  let page = { pageInfo: { endCursor: null } };
  do {
    const { node } = await query('history', { id: wallet, first: pageSize, after: page.pageInfo.endCursor });
    assert.equal(node.history.pageInfo.hasPreviousPage, found.length > 0);
    page = node.history;
    found.push(page.edges.map((edge) => edge.node.balanceAfter));
  } while (page.pageInfo.hasNextPage);
  return found;
}

/** Cuts a list that a cache has joined. */
export const paged = (list) => list.flatMap((_, at) => (at % pageSize === 0 ? [list.slice(at, at + pageSize)] : []));
