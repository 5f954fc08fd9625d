import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { TypedDocumentString } from '#graphql';
import { coalesced } from './coalesce';
import { Connection, type LiveState } from './connection';
import { operationName } from './queries';
import { session, useSession } from './session';

let connection: Connection | null = null;
const listeners = new Set<() => void>();

/** The connection of whoever is signed in; another person's is never used on. */
function current(): Connection {
  if (connection === null) {
    const token = session.token;
    const opened = new Connection({
      url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
      token: () => token,
      refused: (reason) => {
        if (session.token === token) session.end(reason);
      },
    });
    opened.subscribe(tell);
    const leave = session.subscribe(() => {
      if (session.token === token) return;
      leave();
      opened.close();
      if (connection === opened) connection = null;
      tell();
    });
    connection = opened;
  }
  return connection;
}

function tell(): void {
  for (const listener of listeners) listener();
}

if (typeof addEventListener !== 'undefined') addEventListener('online', () => connection?.hurry());

/**
 * Reads what the touched queries show again at each event of a subscription, and after each reconnect, for nothing says what was missed.
 * Touched are queries by their documents or names. Nothing is watched while `variables` is null.
 */
export function useLive<TResult, TVariables extends Record<string, unknown>>(
  document: TypedDocumentString<TResult, TVariables>,
  variables: TVariables | null,
  touches: readonly (string | { toString(): string })[],
): void {
  const client = useQueryClient();
  const { token } = useSession();
  const names = touches.map((touched) => (typeof touched === 'string' ? touched : operationName(touched))).join(' ');
  const values = JSON.stringify(variables);
  useEffect(() => {
    if (token === null || values === 'null') return;
    const read = coalesced(() => Promise.all(names.split(' ').map((name) => client.invalidateQueries({ queryKey: [name] }))));
    return current().watch(document.toString(), JSON.parse(values) as TVariables, read);
  }, [client, token, document, values, names]);
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(subscribe, () => connection?.state ?? 'idle');
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
