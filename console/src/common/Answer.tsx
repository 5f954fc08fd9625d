import { Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Loading } from './Loading';
import { Problem } from './Problem';

/** Shows what a query answered; until then that it is waited for, or why there is nothing to show. */
export function Answer<T>({ query, children }: { query: UseQueryResult<T, Error>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) {
    return (
      <Stack gap="lg">
        {query.error && <Problem problem={query.error} retry={() => void query.refetch()} />}
        {children(query.data)}
      </Stack>
    );
  }
  if (query.error) return <Problem problem={query.error} retry={() => void query.refetch()} />;
  return <Loading />;
}
