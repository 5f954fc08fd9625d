// What the clients of plain documents send.
export const documents = {
  viewer: `query Viewer { viewer { account { id displayName } } }`,

  buyConnects: `mutation BuyConnects($input: BuyConnectsInput!) {
    buyConnects(input: $input) { purchase { id connects } wallet { id balance } errors { __typename ... on Error { code message } } }
  }`,

  history: `query History($id: ID!, $first: Int!, $after: String) {
    node(id: $id) {
      __typename
      id
      ... on ConnectsWallet {
        history(first: $first, after: $after) {
          edges { cursor node { id balanceAfter } }
          pageInfo { endCursor hasNextPage hasPreviousPage startCursor }
        }
      }
    }
  }`,

  walletChanged: `subscription WalletChanged($id: ID!) { walletChanged(walletId: $id) { id balance } }`,

  jobChanged: `subscription JobChanged($id: ID!) { jobChanged(jobId: $id) { id proposalCount } }`,
};
