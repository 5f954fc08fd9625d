// What the clients of plain documents send.
export const viewer = `query Viewer { viewer { account { id displayName } } }`;

export const postJob = `mutation PostJob($input: PostJobInput!) {
  postJob(input: $input) { job { id title } errors { __typename ... on Error { code message } } }
}`;

export const jobs = `query Jobs($id: ID!, $first: Int!, $after: String) {
  account(id: $id) {
    id
    ... on Client {
      jobs(first: $first, after: $after) { edges { cursor node { id title } } pageInfo { endCursor hasNextPage hasPreviousPage startCursor } }
    }
  }
}`;

const { HOST, TOKEN, ACCOUNT } = process.env;
export const url = `${HOST}/graphql`;
export const account = ACCOUNT;
export const headers = { authorization: `Bearer ${TOKEN}` };

let made = 0;
export const newJob = (title, category = 'legal') => ({
  clientId: account, title, description: 'Keep the shop open.', category, budget: { fixed: { amount: { amount: '40' } } }, idempotencyKey: `${process.argv[1]}-${made++}`,
});

export const titles = ['One', 'Two', 'Three', 'Four', 'Five'];
export const newestFirst = titles.toReversed();
