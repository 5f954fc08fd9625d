import { useSyncExternalStore } from 'react';

/** The token of whoever is signed in. It ends with the tab. */
export interface Session {
  readonly token: string | null;
  /** Why the last session ended, when somebody else ended it. */
  readonly ended: string | null;
}

const place = 'console.token';
const listeners = new Set<() => void>();
let current: Session = { token: stored(), ended: null };

function stored(): string | null {
  return typeof sessionStorage === 'undefined' ? null : sessionStorage.getItem(place);
}

function become(next: Session): void {
  current = next;
  if (typeof sessionStorage !== 'undefined') {
    if (next.token === null) sessionStorage.removeItem(place);
    else sessionStorage.setItem(place, next.token);
  }
  for (const listener of listeners) listener();
}

export const session = {
  get token(): string | null {
    return current.token;
  },
  get ended(): string | null {
    return current.ended;
  },
  signIn(token: string): void {
    become({ token, ended: null });
  },
  signOut(): void {
    become({ token: null, ended: null });
  },
  /** The API does not believe the token (any more). */
  end(reason: string): void {
    become({ token: null, ended: reason });
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

export function useSession(): Session {
  return useSyncExternalStore(session.subscribe, () => current);
}
