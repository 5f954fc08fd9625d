// Asks a host for its verdict on documents, over a few connections that stay open.
import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

export function post(url, body) {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json', 'content-length': Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const answer = Buffer.concat(chunks).toString();
        try {
          resolve(JSON.parse(answer));
        } catch {
          reject(new Error(`${response.statusCode}: ${answer}\n${text}`));
        }
      });
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(text);
  });
}

const nobody = 'NobodyNamedThis';

/** The errors of a document. Nothing runs: an operation that is not there is asked for, which is found out after all else. */
export async function verdictOf(url, query) {
  const { errors } = await post(url, { query, operationName: nobody });
  return errors.some(({ message }) => message === `Unknown operation named "${nobody}".`) ? [] : errors;
}
