import { ApiProblem } from '../api/client';
import { challenge, secret } from './pkce';

/** The company's OpenID provider, as the host names it in the page. */
export interface Provider {
  authority: string;
  clientId: string;
  scope: string;
}

interface Endpoints {
  authorization_endpoint: string;
  token_endpoint: string;
}

/** What is remembered of a sign-in while the person is at the provider. */
interface Begun {
  state: string;
  verifier: string;
  page: string;
}

export interface SignedIn {
  token: string;
  /** The page that was asked for. */
  page: string;
}

const place = 'console.sign-in';
export const returnPath = '/signed-in';

/** Null where the host names none: in development, and where the console is not registered. */
export function providerOf(meta: string | undefined): Provider | null {
  if (meta === undefined || !meta.startsWith('{"')) return null;
  return JSON.parse(meta) as Provider;
}

export const provider = typeof document === 'undefined' ? null : providerOf(document.querySelector<HTMLMetaElement>('meta[name="sign-in"]')?.content);

/** Where to send the person (authorization code with PKCE); remembers what their return is checked against. */
export async function begin({ authority, clientId, scope }: Provider, page: string): Promise<string> {
  const { authorization_endpoint } = await endpoints(authority);
  const begun: Begun = { state: secret(), verifier: secret(), page };
  sessionStorage.setItem(place, JSON.stringify(begun));
  const address = new URL(authorization_endpoint);
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: returnAddress(),
    scope,
    state: begun.state,
    code_challenge: await challenge(begun.verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return address.href;
}

/** Takes what the provider sent the person back with, once, and fetches their token. */
export async function finish({ authority, clientId }: Provider, search: string): Promise<SignedIn> {
  const kept = sessionStorage.getItem(place);
  sessionStorage.removeItem(place);
  const begun = kept === null ? null : (JSON.parse(kept) as Begun);
  const parameters = new URLSearchParams(search);
  if (begun === null || parameters.get('state') !== begun.state) {
    throw new ApiProblem('failed', 'This answer of the provider belongs to no sign-in that was begun in this tab. Begin again.');
  }
  const code = parameters.get('code');
  if (code === null) {
    throw new ApiProblem('failed', `The provider did not sign you in: ${parameters.get('error_description') ?? parameters.get('error') ?? 'it gave no reason'}.`);
  }
  const { token_endpoint } = await endpoints(authority);
  const body = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: returnAddress(), client_id: clientId, code_verifier: begun.verifier });
  const answer = await read<{ access_token?: string; error?: string; error_description?: string }>(token_endpoint, { method: 'POST', body });
  if (answer.access_token === undefined) {
    throw new ApiProblem('failed', `The provider gave no token: ${answer.error_description ?? answer.error ?? 'it gave no reason'}.`);
  }
  return { token: answer.access_token, page: begun.page };
}

function returnAddress(): string {
  return `${location.origin}/console${returnPath}`;
}

function endpoints(authority: string): Promise<Endpoints> {
  return read<Endpoints>(`${authority}/.well-known/openid-configuration`);
}

async function read<T>(address: string, request?: RequestInit): Promise<T> {
  try {
    return (await (await fetch(address, request)).json()) as T;
  } catch {
    throw new ApiProblem('unreachable', `The sign-in provider at ${new URL(address).host} cannot be reached.`);
  }
}
