// The audits of graphql-http against HOST; without HOST the list of them.
import { serverAudits } from 'graphql-http';

const host = process.env.HOST;
const audits = serverAudits({ url: `${host}/graphql` });
const results = [];
for (const { id, name, fn } of audits) {
  const { status, reason } = host ? await fn() : {};
  results.push({ id, name, status, reason: reason === undefined ? undefined : String(reason) });
}
process.stdout.write(JSON.stringify(results));
