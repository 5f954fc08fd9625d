import { afterEach, describe, expect, it, vi } from 'vitest';
import { download, fileName } from './download';
import { session } from './session';

describe('a file to save', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('has the name that the server gives it', () => {
    expect(fileName('attachment; filename=connects-history-12.csv; filename*=UTF-8\'\'connects-history-12.csv')).toBe('connects-history-12.csv');
    expect(fileName('attachment; filename="a statement.csv"')).toBe('a statement.csv');
    expect(fileName(null)).toBe('download');
  });

  it('says in the server’s words why there is none', async () => {
    vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response(JSON.stringify({ detail: 'from and to are instants.' }), { status: 400 }))));
    await expect(download('/file')).rejects.toMatchObject({ kind: 'failed', message: 'from and to are instants.' });
    vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response('', { status: 404 }))));
    await expect(download('/file')).rejects.toMatchObject({ kind: 'forbidden' });
    vi.stubGlobal('fetch', vi.fn(() => Promise.reject(new TypeError('failed'))));
    await expect(download('/file')).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('ends a session that the server does not believe', async () => {
    session.signIn('old');
    vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response('', { status: 401 }))));
    await expect(download('/file')).rejects.toMatchObject({ kind: 'signed-out' });
    expect(session.token).toBeNull();
  });
});
