import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { FlagDocument, type FlagDetailsFragment } from '#graphql';
import { execute } from '../api/client';

// A flag's switch and its rules show on the pages of its experiments as well.
const touched = ['Flag', 'FlagList', 'FlagAuditLog', 'FlagOverrides', 'Experiment', 'ExperimentList', 'ExperimentChoices'];

/** Reads flags again where they are shown. */
export function useFlagCache() {
  const client = useQueryClient();
  return {
    changed: () => Promise.all(touched.map((name) => client.invalidateQueries({ queryKey: [name] }))),
    reread: (key: string) => reread(client, key),
  };
}

async function reread(client: QueryClient, key: string): Promise<FlagDetailsFragment | null> {
  const [found] = await Promise.all([
    client.fetchQuery({ queryKey: ['Flag', { key }], queryFn: () => execute(FlagDocument, { key }), staleTime: 0 }),
    ...['FlagList', 'FlagAuditLog'].map((name) => client.invalidateQueries({ queryKey: [name] })),
  ]);
  return found.flag;
}
