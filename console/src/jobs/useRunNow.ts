import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query';
import { RunScheduledJobDocument } from '#graphql';
import { execute } from '../api/client';

const running = ['RunScheduledJob'];
const touched = ['ScheduledJobs', 'ScheduledJob', 'ScheduledJobRuns', 'LedgerHealth'];

/** Runs a job; the API answers when the run has ended. */
export function useRunNow(name: string) {
  const client = useQueryClient();
  return useMutation({
    mutationKey: running,
    mutationFn: () => execute(RunScheduledJobDocument, { input: { name } }).then(({ runScheduledJob }) => runScheduledJob),
    onSettled: () => Promise.all(touched.map((query) => client.invalidateQueries({ queryKey: [query] }))),
  });
}

/** How often to look: closely while something runs. */
export function useWatch(): (anyRuns: boolean) => number {
  const asked = useIsMutating({ mutationKey: running });
  return (anyRuns) => (anyRuns || asked > 0 ? 1_000 : 15_000);
}
