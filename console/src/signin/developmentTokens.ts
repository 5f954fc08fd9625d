import type { Role } from '#graphql';
import { ApiProblem, send } from '../api/client';

/** A token of the host's own, which it gives out in development alone; null where it does not. */
export async function developmentToken(role: Role): Promise<string | null> {
  const response = await send('/dev/token', { accountId: null, roles: [role] }, null);
  if (response.status === 404 || response.status === 405) return null;
  const answer = (await response.json().catch(() => null)) as { token?: unknown; detail?: unknown } | null;
  if (response.ok && typeof answer?.token === 'string') return answer.token;
  throw new ApiProblem('failed', typeof answer?.detail === 'string' ? answer.detail : `The API answered ${response.status} to the request for a token.`);
}
