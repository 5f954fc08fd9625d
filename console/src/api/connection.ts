import { type Client, createClient } from 'graphql-ws';

/** Whether changes made elsewhere arrive: nobody asks for them, they do, or the connection is lost and being made again. */
export type LiveState = 'idle' | 'live' | 'interrupted';

export interface ConnectionOptions {
  url: string;
  /** What the socket presents as its sign-in; each connection asks anew. */
  token: () => string | null;
  /** The host no longer believes the token, in its words. */
  refused: (reason: string) => void;
  /** How long to wait before attempt number `attempt` (from 0) to connect or to subscribe again. */
  delay?: (attempt: number) => number;
  webSocketImpl?: unknown;
}

interface Watcher {
  changed: () => void;
}

interface Closed {
  code: number;
  reason: string;
}

const tokenRefused = 4403;

/** Trying again does not change these answers. */
const final = ['FORBIDDEN', 'NOT_FOUND', 'UNAUTHENTICATED', 'BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED'];

function isFinal(problem: unknown): boolean {
  return Array.isArray(problem) ? problem.some((each) => final.includes(each?.extensions?.code)) : (problem as Partial<Closed>).code === tokenRefused;
}

/** How long after a reconnect what is watched is read a second time: by then the host listens for every watcher again. */
const settling = 1_500;
const silence = 10_000;

/** From half a second to ten, with some chance in it, so that a host that starts again is not met by everybody at once. */
export function backoff(attempt: number): number {
  return Math.min(10_000, 500 * 2 ** Math.min(attempt, 10)) * (0.75 + Math.random() / 2);
}

/** One socket for all that is watched in this tab. It opens with the first watcher and closes some seconds after the last has gone. */
export class Connection {
  private readonly client: Client;
  private readonly delay: (attempt: number) => number;
  private readonly watchers = new Set<Watcher>();
  private readonly listeners = new Set<() => void>();
  private current: LiveState = 'idle';
  private disposed = false;
  private wake: (() => void) | undefined;
  private settle: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionOptions) {
    this.delay = options.delay ?? backoff;
    let pong: ReturnType<typeof setTimeout> | undefined;
    this.client = createClient({
      url: options.url,
      connectionParams: () => ({ Authorization: `Bearer ${options.token()}` }),
      webSocketImpl: options.webSocketImpl,
      lazyCloseTimeout: 3_000,
      keepAlive: silence,
      retryAttempts: Number.POSITIVE_INFINITY,
      retryWait: (attempt) => this.pause(attempt),
      shouldRetry: (problem) => !isFinal(problem),
      on: {
        connected: () => this.connected(),
        // A network that is gone says nothing: a host that leaves a ping unanswered is taken for lost.
        ping: (received) => {
          if (!received) pong = setTimeout(() => this.client.terminate(), silence / 2);
        },
        pong: (received) => {
          if (received) clearTimeout(pong);
        },
        closed: (event) => {
          clearTimeout(pong);
          clearTimeout(this.settle);
          const { code, reason } = event as Closed;
          if (code === tokenRefused && !this.disposed) options.refused(reason);
          this.become(this.watchers.size > 0 && !this.disposed ? 'interrupted' : 'idle');
        },
      },
    });
  }

  get state(): LiveState {
    return this.current;
  }

  /** Told of each change of {@link state}. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Calls `changed` at each event of the subscription, and after each reconnect. Returns how to stop. */
  watch(query: string, variables: Record<string, unknown>, changed: () => void): () => void {
    const watcher = { changed };
    let stop = () => {};
    let stopped = false;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    const start = () => {
      const again = () => {
        if (stopped || this.disposed) return;
        retry = setTimeout(() => {
          // What changed while nothing was heard.
          changed();
          start();
        }, this.delay(failures++));
      };
      stop = this.client.subscribe(
        { query, variables },
        {
          next: () => {
            failures = 0;
            changed();
          },
          error: (problem) => {
            if (!isFinal(problem)) again();
          },
          complete: again,
        },
      );
    };
    this.watchers.add(watcher);
    start();
    return () => {
      stopped = true;
      clearTimeout(retry);
      this.watchers.delete(watcher);
      stop();
      if (this.watchers.size === 0 && this.current === 'interrupted') this.become('idle');
    };
  }

  /** Ends everything, for good. */
  close(): void {
    this.disposed = true;
    this.watchers.clear();
    clearTimeout(this.settle);
    this.wake?.();
    void this.client.dispose();
    this.become('idle');
  }

  /** Ends the waiting before the next attempt: the network is back. */
  hurry(): void {
    this.wake?.();
  }

  private connected(): void {
    const again = this.current === 'interrupted';
    this.become('live');
    if (!again) return;
    this.readAgain();
    this.settle = setTimeout(() => this.readAgain(), settling);
  }

  private readAgain(): void {
    for (const watcher of this.watchers) watcher.changed();
  }

  private become(state: LiveState): void {
    if (this.current === state) return;
    this.current = state;
    for (const listener of this.listeners) listener();
  }

  private pause(attempt: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.delay(attempt));
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
