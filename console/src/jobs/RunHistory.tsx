import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ScheduledJobRunsDocument } from '#graphql';
import { execute } from '../api/client';
import { Answer } from '../common/Answer';
import { moment, span } from '../common/format';
import { StateBadge } from '../common/StateBadge';
import { whatItDid } from './runWords';
import { useWatch } from './useRunNow';

/** Every run there was, newest first. */
export function RunHistory({ name, running }: { name: string; running: boolean }) {
  const every = useWatch();
  const query = useInfiniteQuery({
    queryKey: ['ScheduledJobRuns', name],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => execute(ScheduledJobRunsDocument, { name, after: pageParam }),
    getNextPageParam: ({ scheduledJob }) => (scheduledJob?.runs.pageInfo.hasNextPage ? scheduledJob.runs.pageInfo.endCursor : undefined),
    refetchInterval: every(running),
  });
  return (
    <Answer query={query}>
      {({ pages }) => {
        const runs = pages.flatMap((page) => page.scheduledJob?.runs.nodes ?? []);
        if (runs.length === 0) return <Text c="dimmed">It has never run.</Text>;
        return (
          <>
            <table className="data-table stacking" aria-label={`Runs of ${name}`}>
              <thead>
                <tr>
                  <th scope="col">Started</th>
                  <th scope="col">Outcome</th>
                  <th scope="col">What it did</th>
                  <th scope="col">Took</th>
                  <th scope="col">Node</th>
                </tr>
              </thead>
              <tbody>
                {runs.map((run) => (
                  <tr key={run.id}>
                    <td data-label="Started">{moment(run.startedAt)}</td>
                    <td data-label="Outcome">
                      <StateBadge state={run.outcome} />
                    </td>
                    <td data-label="What it did">{whatItDid(name, run)}</td>
                    <td data-label="Took">{run.finishedAt === null ? 'still runs' : span(run.startedAt, run.finishedAt)}</td>
                    <td data-label="Node" className="mono">
                      {run.node}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {query.hasNextPage && (
              <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Show earlier runs
              </Button>
            )}
          </>
        );
      }}
    </Answer>
  );
}
