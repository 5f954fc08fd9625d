/** Base64url without padding, of RFC 4648. */
function text(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Something nobody guesses: 256 bits. */
export function secret(): string {
  return text(crypto.getRandomValues(new Uint8Array(32)));
}

/** What the provider keeps of a secret until it is shown (RFC 7636, S256). */
export async function challenge(verifier: string): Promise<string> {
  return text(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
}
