import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nameIn } from './claims';
import { challenge, secret } from './pkce';
import { begin, finish, providerOf } from './provider';

const provider = { authority: 'https://sign-in.example', clientId: 'console', scope: 'openid profile' };

describe('signing in at the provider', () => {
  const kept = new Map<string, string>();
  const asked: [string, RequestInit | undefined][] = [];
  let token: unknown;

  beforeEach(() => {
    kept.clear();
    asked.length = 0;
    token = { access_token: 'a.b.c' };
    vi.stubGlobal('location', { origin: 'https://market.example' });
    vi.stubGlobal('sessionStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value), removeItem: (key: string) => kept.delete(key) });
    vi.stubGlobal('fetch', (address: string, request?: RequestInit) => {
      asked.push([address, request]);
      const body = address.endsWith('openid-configuration') ? { authorization_endpoint: 'https://sign-in.example/authorize?tenant=1', token_endpoint: 'https://sign-in.example/token' } : token;
      return Promise.resolve(new Response(JSON.stringify(body)));
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('asks for a code, and changes it for a token with the secret that only this tab knows', async () => {
    const address = new URL(await begin(provider, '/flags?x=1'));
    const query = Object.fromEntries(address.searchParams);
    expect(query).toMatchObject({ tenant: '1', response_type: 'code', client_id: 'console', redirect_uri: 'https://market.example/console/signed-in', scope: 'openid profile', code_challenge_method: 'S256' });

    expect(await finish(provider, `?code=once&state=${query.state}`)).toEqual({ token: 'a.b.c', page: '/flags?x=1' });
    const sent = Object.fromEntries(asked.at(-1)![1]!.body as URLSearchParams);
    expect(sent).toMatchObject({ grant_type: 'authorization_code', code: 'once', client_id: 'console' });
    expect(await challenge(sent.code_verifier!)).toBe(query.code_challenge);
    expect(kept.size).toBe(0);
  });

  it('takes no answer that it did not ask for, nor one twice', async () => {
    await expect(finish(provider, '?code=once&state=foreign')).rejects.toThrow('no sign-in that was begun in this tab');
    const state = new URL(await begin(provider, '/')).searchParams.get('state');
    await expect(finish(provider, '?code=once&state=foreign')).rejects.toThrow('no sign-in');
    await expect(finish(provider, `?code=once&state=${state}`)).rejects.toThrow('no sign-in');
  });

  it('says what the provider says when it refuses', async () => {
    const begun = async () => new URL(await begin(provider, '/')).searchParams.get('state');
    await expect(finish(provider, `?error=access_denied&error_description=Not%20yours&state=${await begun()}`)).rejects.toThrow('did not sign you in: Not yours.');
    token = { error: 'invalid_grant' };
    await expect(finish(provider, `?code=old&state=${await begun()}`)).rejects.toThrow('gave no token: invalid_grant.');
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
    await expect(begin(provider, '/')).rejects.toThrow('The sign-in provider at sign-in.example cannot be reached.');
  });

  it('makes challenges as RFC 7636 does in its appendix B', async () => {
    expect(await challenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
    expect(secret()).toMatch(/^[\w-]{43}$/);
    expect(secret()).not.toBe(secret());
  });

  it('is offered where the host names a provider', () => {
    expect(providerOf(JSON.stringify(provider))).toEqual(provider);
    expect([providerOf(undefined), providerOf(''), providerOf('{sign-in}')]).toEqual([null, null, null]);
  });
});

describe('the name in a token', () => {
  const tokenOf = (claims: unknown) => `h.${btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(claims)))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.s`;

  it('is what the provider calls the person', () => {
    expect(nameIn(tokenOf({ sub: '1', name: 'Ánn Øst', email: 'ann@example.com' }))).toBe('Ánn Øst');
    expect(nameIn(tokenOf({ sub: '1', email: 'ann@example.com' }))).toBe('ann@example.com');
  });

  it('is missing where there is none to read', () => {
    expect([nameIn(tokenOf({ sub: 'staff:admin' })), nameIn('nonsense'), nameIn('a.b!.c'), nameIn(null)]).toEqual([null, null, null, null]);
  });
});
