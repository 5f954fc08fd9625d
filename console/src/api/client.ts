import type { TypedDocumentString } from '#graphql';
import { session } from './session';

export type ProblemKind = 'unreachable' | 'signed-out' | 'forbidden' | 'failed';

/** A request that brought no answer. What the API answered with, refusals of the domain included, is no problem of this kind. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly kind: ProblemKind,
    message: string,
  ) {
    super(message);
  }
}

interface GraphQLFailure {
  message: string;
  extensions?: { code?: string };
}

interface GraphQLAnswer<TResult> {
  data?: TResult | null;
  errors?: GraphQLFailure[];
}

/** Sends one of our documents and returns its data; any error is thrown as an {@link ApiProblem}. */
export async function execute<TResult, TVariables>(document: TypedDocumentString<TResult, TVariables>, variables: TVariables): Promise<TResult> {
  const token = session.token;
  const response = await send('/graphql', { query: document.toString(), variables }, token);
  const answer = await read<TResult>(response);
  const failure = answer?.errors?.[0];

  if (response.status === 401 || failure?.extensions?.code === 'UNAUTHENTICATED') {
    const why = failure?.message ?? 'The API asks for a sign-in.';
    // An answer to an earlier token says nothing about the one in use now.
    if (session.token === token) session.end(why);
    throw new ApiProblem('signed-out', why);
  }
  if (failure) {
    throw new ApiProblem(failure.extensions?.code === 'FORBIDDEN' ? 'forbidden' : 'failed', answer.errors!.map((each) => each.message).join('\n'));
  }
  if (!answer?.data) {
    throw new ApiProblem('failed', `The API answered ${response.status}${response.statusText ? ` ${response.statusText}` : ''}, and no data.`);
  }
  return answer.data;
}

/** A POST of JSON; a network that fails is a problem, any answer is not. */
export async function send(path: string, body: unknown, token: string | null): Promise<Response> {
  try {
    return await fetch(path, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/graphql-response+json, application/json',
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
  } catch {
    throw new ApiProblem('unreachable', 'The API cannot be reached. It may be restarting, or your connection is down.');
  }
}

async function read<TResult>(response: Response): Promise<GraphQLAnswer<TResult> | null> {
  try {
    return (await response.json()) as GraphQLAnswer<TResult>;
  } catch {
    return null;
  }
}
