// Read by relay-compiler alone; what it makes of them is what runs.
import { graphql } from 'relay-runtime';

graphql`
  query documentsViewerQuery {
    viewer { account { id displayName } }
  }
`;

graphql`
  mutation documentsBuyConnectsMutation($input: BuyConnectsInput!) {
    buyConnects(input: $input) {
      purchase { id connects }
      wallet { id balance }
      errors { __typename ... on Error { code message } }
    }
  }
`;

graphql`
  query documentsHistoryQuery($id: ID!) {
    node(id: $id) { ...documents_wallet @alias(as: "wallet") }
  }
`;

graphql`
  fragment documents_wallet on ConnectsWallet
  @argumentDefinitions(first: { type: "Int", defaultValue: 2 }, after: { type: "String" })
  @refetchable(queryName: "documentsPaginationQuery") {
    balance
    history(first: $first, after: $after) @connection(key: "documents_history") {
      edges { node { id balanceAfter } }
    }
  }
`;

graphql`
  subscription documentsWalletChangedSubscription($id: ID!) {
    walletChanged(walletId: $id) { id balance }
  }
`;

graphql`
  subscription documentsJobChangedSubscription($id: ID!) {
    jobChanged(jobId: $id) { id proposalCount }
  }
`;
