import { QueryClient, useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { TypedDocumentString } from '#graphql';
import { ApiProblem, execute } from './client';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, problem) => problem instanceof ApiProblem && problem.kind === 'unreachable' && failures < 2,
      retryDelay: 1_000,
    },
  },
});

/** Answers are kept under the name of their operation. */
export function operationName(document: { toString(): string }): string {
  return /(?:query|mutation)\s+(\w+)/.exec(document.toString())?.[1] ?? 'anonymous';
}

export function useApi<TResult, TVariables>(
  document: TypedDocumentString<TResult, TVariables>,
  variables: TVariables,
  options: { refetchInterval?: number | ((data: TResult | undefined) => number | false) } = {},
): UseQueryResult<TResult, Error> {
  const { refetchInterval } = options;
  return useQuery<TResult, Error>({
    queryKey: [operationName(document), variables],
    queryFn: () => execute(document, variables),
    refetchInterval: typeof refetchInterval === 'function' ? (query) => refetchInterval(query.state.data) : refetchInterval,
  });
}

/** A mutation; when it was answered, what the named queries have shown is read again. */
export function useChange<TResult, TVariables>(document: TypedDocumentString<TResult, TVariables>, touches: readonly { toString(): string }[]) {
  const client = useQueryClient();
  return useMutation<TResult, Error, TVariables>({
    mutationFn: (variables) => execute(document, variables),
    onSettled: () => Promise.all(touches.map((touched) => client.invalidateQueries({ queryKey: [operationName(touched)] }))),
  });
}
