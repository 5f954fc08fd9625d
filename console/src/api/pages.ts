import { useInfiniteQuery } from '@tanstack/react-query';
import type { TypedDocumentString } from '#graphql';
import { execute } from './client';
import { operationName } from './queries';

interface Connection<TNode> {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly TNode[];
}

/** The pages of a list read so far, as one list. */
export interface Pages<TNode> {
  readonly nodes: readonly TNode[];
  readonly total: number;
}

/** A list that is read page by page; `pick` finds it in an answer, null where what it belongs to is gone. */
export function usePages<TResult, TVariables extends { after?: string | null }, TNode>(
  document: TypedDocumentString<TResult, TVariables>,
  variables: Omit<TVariables, 'after'>,
  pick: (data: TResult) => Connection<TNode> | null | undefined,
  options: { refetchInterval?: number } = {},
) {
  return useInfiniteQuery({
    queryKey: [operationName(document), variables],
    ...options,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => execute(document, { ...variables, after: pageParam } as TVariables),
    getNextPageParam: (last) => {
      const page = pick(last)?.pageInfo;
      return page?.hasNextPage ? page.endCursor : undefined;
    },
    select: ({ pages }): Pages<TNode> => ({
      nodes: pages.flatMap((page) => pick(page)?.nodes ?? []),
      total: pick(pages[0]!)?.totalCount ?? 0,
    }),
  });
}
