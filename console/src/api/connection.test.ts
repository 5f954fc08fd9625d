import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backoff, Connection } from './connection';

interface Message {
  type: string;
  id?: string;
  payload?: unknown;
}

/** The host's end of a socket, as far as the protocol needs it. */
class FakeSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  static all: FakeSocket[] = [];
  static reachable = true;

  readyState = FakeSocket.CONNECTING;
  readonly sent: Message[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason: string; wasClean: boolean }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
    const reachable = FakeSocket.reachable;
    setTimeout(() => {
      if (!reachable) return this.end(1006);
      this.readyState = FakeSocket.OPEN;
      this.onopen?.();
    });
  }

  send(text: string): void {
    const message = JSON.parse(text) as Message;
    this.sent.push(message);
    if (message.type === 'connection_init') this.say({ type: 'connection_ack' });
  }

  close(code = 1000, reason = ''): void {
    this.end(code, reason);
  }

  say(message: Message): void {
    setTimeout(() => this.onmessage?.({ data: JSON.stringify(message) }));
  }

  end(code: number, reason = ''): void {
    if (this.readyState === FakeSocket.CLOSED) return;
    this.readyState = FakeSocket.CLOSED;
    this.onclose?.({ code, reason, wasClean: code !== 1006 });
  }

  get subscribed(): Message[] {
    return this.sent.filter((message) => message.type === 'subscribe');
  }
}

const query = 'subscription Flags { flagsChanged { key } }';

describe('the live connection', () => {
  const refused = vi.fn();
  let connection: Connection;

  beforeEach(() => {
    vi.useFakeTimers();
    refused.mockReset();
    FakeSocket.all = [];
    FakeSocket.reachable = true;
    connection = new Connection({ url: 'ws://host/graphql', token: () => 'token', refused, delay: () => 1_000, webSocketImpl: FakeSocket });
  });

  afterEach(() => {
    connection.close();
    vi.useRealTimers();
  });

  const pass = (milliseconds = 50) => vi.advanceTimersByTimeAsync(milliseconds);
  const last = () => FakeSocket.all.at(-1)!;

  it('is one socket for all watchers, and presents the token', async () => {
    connection.watch(query, {}, vi.fn());
    connection.watch(query, { key: 'a' }, vi.fn());
    await pass();
    expect(FakeSocket.all.length).toBe(1);
    expect(last().sent[0]).toEqual({ type: 'connection_init', payload: { Authorization: 'Bearer token' } });
    expect(last().subscribed.map((message) => message.payload)).toEqual([
      { query, variables: {} },
      { query, variables: { key: 'a' } },
    ]);
    expect(connection.state).toBe('live');
  });

  it('tells the watcher whose event came, and no other', async () => {
    const [mine, other] = [vi.fn(), vi.fn()];
    connection.watch(query, {}, mine);
    connection.watch(query, {}, other);
    await pass();
    last().say({ type: 'next', id: last().subscribed[0]!.id!, payload: { data: { flagsChanged: [] } } });
    await pass();
    expect(mine).toHaveBeenCalledTimes(1);
    expect(other).not.toHaveBeenCalled();
  });

  it('connects again until the host is back, says so meanwhile, and then has everything read again', async () => {
    const changed = vi.fn();
    const states: string[] = [];
    connection.subscribe(() => states.push(connection.state));
    connection.watch(query, {}, changed);
    await pass();
    expect(changed).not.toHaveBeenCalled();

    FakeSocket.reachable = false;
    last().end(1006);
    await pass(2_500);
    expect(connection.state).toBe('interrupted');
    expect(FakeSocket.all.length).toBeGreaterThan(2);
    expect(changed).not.toHaveBeenCalled();

    FakeSocket.reachable = true;
    await pass(1_500);
    expect(states).toEqual(['live', 'interrupted', 'live']);
    expect(last().subscribed.length).toBe(1);
    expect(changed).toHaveBeenCalledTimes(1);
    // By then the host listens again for sure.
    await pass(2_000);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('waits no longer when the network is back', async () => {
    connection.watch(query, {}, vi.fn());
    await pass();
    last().end(1006);
    await pass();
    expect(FakeSocket.all.length).toBe(1);
    connection.hurry();
    await pass();
    expect(FakeSocket.all.length).toBe(2);
  });

  it('takes a host that leaves a ping unanswered for lost', async () => {
    connection.watch(query, {}, vi.fn());
    await pass();
    await pass(10_000);
    expect(last().sent.at(-1)!.type).toBe('ping');
    await pass(5_000);
    expect(connection.state).toBe('interrupted');
    await pass(1_100);
    expect(FakeSocket.all.length).toBe(2);
    expect(connection.state).toBe('live');
  });

  it('does not come again with a token that is refused', async () => {
    connection.watch(query, {}, vi.fn());
    await pass();
    last().end(4403, 'The credentials have expired.');
    await pass(60_000);
    expect(refused).toHaveBeenCalledWith('The credentials have expired.');
    expect(FakeSocket.all.length).toBe(1);
  });

  it('subscribes again when the host ended a stream for a reason that passes, and not when it never will be given', async () => {
    const changed = vi.fn();
    connection.watch(query, {}, changed);
    await pass();
    const error = (code: string) => last().say({ type: 'error', id: last().subscribed.at(-1)!.id!, payload: [{ message: 'No.', extensions: { code } }] });
    error('INTERNAL_SERVER_ERROR');
    await pass(1_100);
    expect(last().subscribed.length).toBe(2);
    expect(changed).toHaveBeenCalledTimes(1);
    error('FORBIDDEN');
    await pass(60_000);
    expect(last().subscribed.length).toBe(2);
  });

  it('closes some seconds after the last watcher has gone, and at once on sign-out', async () => {
    const stop = connection.watch(query, {}, vi.fn());
    await pass();
    stop();
    await pass(1_000);
    expect(last().readyState).toBe(FakeSocket.OPEN);
    await pass(3_000);
    expect(last().readyState).toBe(FakeSocket.CLOSED);
    expect(connection.state).toBe('idle');

    const later = vi.fn();
    connection.watch(query, {}, later);
    await pass(5_000);
    expect(later).not.toHaveBeenCalled();
    connection.close();
    await pass();
    expect(last().readyState).toBe(FakeSocket.CLOSED);
    await pass(60_000);
    expect(FakeSocket.all.length).toBe(2);
    expect(connection.state).toBe('idle');
  });

  it('waits longer and longer, but not without end', () => {
    expect(backoff(0)).toBeLessThan(700);
    expect(backoff(3)).toBeGreaterThan(2_000);
    expect(backoff(50)).toBeLessThan(13_000);
  });
});
