import { ApiProblem } from './client';
import { session } from './session';

/** Saves a file that only a token opens: no link can carry one. */
export async function download(path: string): Promise<void> {
  const token = session.token;
  const response = await get(path, token);
  if (response.status === 401) {
    const why = 'The API asks for a sign-in.';
    if (session.token === token) session.end(why);
    throw new ApiProblem('signed-out', why);
  }
  if (!response.ok) throw new ApiProblem(response.status === 403 || response.status === 404 ? 'forbidden' : 'failed', await reasonOf(response));
  save(await response.blob(), fileName(response.headers.get('Content-Disposition')));
}

/** The name that the server gives a file. */
export function fileName(disposition: string | null): string {
  const named = /filename="?([^";]+)"?/.exec(disposition ?? '')?.[1]?.trim();
  return named === undefined || named === '' ? 'download' : named;
}

async function get(path: string, token: string | null): Promise<Response> {
  try {
    return await fetch(path, { headers: token === null ? {} : { Authorization: `Bearer ${token}` } });
  } catch {
    throw new ApiProblem('unreachable', 'The API cannot be reached. It may be restarting, or your connection is down.');
  }
}

async function reasonOf(response: Response): Promise<string> {
  if (response.status === 404) return 'There is no such file, or it is not for your role.';
  try {
    const problem = (await response.json()) as { detail?: string; title?: string };
    return problem.detail ?? problem.title ?? `The API answered ${response.status}.`;
  } catch {
    return `The API answered ${response.status}.`;
  }
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
