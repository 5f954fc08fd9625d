import { createClient } from 'graphql-ws';
import relay from 'relay-runtime';
import { WebSocket } from 'ws';
import { headers, socketUrl, url } from '../host.mjs';

const { Environment, Network, Observable, RecordSource, Store } = relay;

export const socket = createClient({ url: socketUrl, webSocketImpl: WebSocket, connectionParams: headers });

const send = async ({ text }, variables) => {
  const response = await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ query: text, variables }) });
  return response.json();
};
const subscribe = ({ name, text }, variables) => Observable.create((sink) => socket.subscribe({ operationName: name, query: text, variables }, sink));

export const environment = new Environment({ network: Network.create(send, subscribe), store: new Store(new RecordSource()) });
