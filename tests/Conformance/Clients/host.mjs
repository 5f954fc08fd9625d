// The host that the test started, and a freelancer there.
const { HOST, TOKEN, ACCOUNT, WALLET, JOB } = process.env;
export const url = `${HOST}/graphql`;
export const socketUrl = url.replace(/^http/, 'ws');
export const account = ACCOUNT;
export const wallet = WALLET;
export const job = JOB;
export const headers = { authorization: `Bearer ${TOKEN}` };
