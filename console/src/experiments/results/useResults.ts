import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type ExperimentDetailsFragment, ExperimentResultsDocument } from '#graphql';
import { useApi } from '../../api/queries';

/** What an experiment came to, read again while it runs; the first figures are waited for more closely. */
export function useResults({ key, state, version }: ExperimentDetailsFragment) {
  const client = useQueryClient();
  const query = useApi(
    ExperimentResultsDocument,
    { key },
    { refetchInterval: (data) => (state !== 'RUNNING' ? false : data?.experiment?.results == null ? 3_000 : 15_000) },
  );
  const read = query.data?.experiment;
  const { refetch } = query;

  const behind = read != null && read.version < version;
  useEffect(() => {
    if (behind) void refetch();
  }, [behind, refetch]);

  // A guardrail may stop an experiment while somebody reads about it.
  const ended = state === 'RUNNING' && read != null && read.version > version && read.state !== 'RUNNING';
  useEffect(() => {
    if (ended) void Promise.all(['Experiment', 'ExperimentAuditLog'].map((name) => client.invalidateQueries({ queryKey: [name] })));
  }, [ended, client]);
  return query;
}
