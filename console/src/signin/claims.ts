/** What a token calls the person, for greeting them; the API alone judges it. Null where it brings no name. */
export function nameIn(token: string | null): string | null {
  const payload = token?.split('.')[1];
  if (payload === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    const found = [claims.name, claims.preferred_username, claims.email].find((claim) => typeof claim === 'string' && claim !== '');
    return (found as string | undefined) ?? null;
  } catch {
    return null;
  }
}
