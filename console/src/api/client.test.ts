import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ViewerDocument } from '#graphql';
import { execute } from './client';
import { session } from './session';

const answer = (body: unknown, status = 200) => vi.fn(() => Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })));

describe('a request to the API', () => {
  beforeEach(() => session.signIn('token'));
  afterEach(() => vi.unstubAllGlobals());

  it('carries the token and the document, and brings the data', async () => {
    const fetch = answer({ data: { now: '2026-11-20T00:00:00Z', viewer: null } });
    vi.stubGlobal('fetch', fetch);
    expect((await execute(ViewerDocument, {})).now).toBe('2026-11-20T00:00:00Z');
    const [path, request] = fetch.mock.calls[0] as unknown as [string, RequestInit];
    expect(path).toBe('/graphql');
    expect(request.headers).toMatchObject({ Authorization: 'Bearer token' });
    expect(JSON.parse(request.body as string).query).toContain('query Viewer');
  });

  it('ends the session on a 401, with the reason that the API gives', async () => {
    vi.stubGlobal('fetch', answer({ title: 'Not signed in', errors: [{ message: 'The token has expired.', extensions: { code: 'UNAUTHENTICATED' } }] }, 401));
    await expect(execute(ViewerDocument, {})).rejects.toMatchObject({ kind: 'signed-out', message: 'The token has expired.' });
    expect(session.token).toBeNull();
    expect(session.ended).toBe('The token has expired.');
  });

  it('leaves a newer session alone when an older token is refused', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(() => {
        session.signIn('newer');
        return Promise.resolve(new Response('', { status: 401 }));
      }),
    );
    await expect(execute(ViewerDocument, {})).rejects.toMatchObject({ kind: 'signed-out' });
    expect(session.token).toBe('newer');
  });

  it('says in the words of the API what a role may not see', async () => {
    vi.stubGlobal('fetch', answer({ data: null, errors: [{ message: 'Staff alone.', extensions: { code: 'FORBIDDEN' } }] }));
    await expect(execute(ViewerDocument, {})).rejects.toMatchObject({ kind: 'forbidden', message: 'Staff alone.' });
    expect(session.token).toBe('token');
  });

  it('tells a network that fails from an answer that makes no sense', async () => {
    vi.stubGlobal('fetch', vi.fn(() => Promise.reject(new TypeError('failed'))));
    await expect(execute(ViewerDocument, {})).rejects.toMatchObject({ kind: 'unreachable' });
    vi.stubGlobal('fetch', answer('<html>Bad gateway</html>', 502));
    await expect(execute(ViewerDocument, {})).rejects.toMatchObject({ kind: 'failed', message: expect.stringContaining('502') });
  });
});
