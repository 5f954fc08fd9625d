import { Button, Stack, Text } from '@mantine/core';
import { RunScheduledJobDocument, ScheduledJobsDocument, LedgerHealthDocument, type ScheduledJobRunFragment, type ScheduledJobsQuery } from '#graphql';
import { useChange } from '../api/queries';
import { refusalsOf } from '../api/refusals';
import { count, moment, span } from '../common/format';
import { Notice } from '../common/Notice';
import { Panel } from '../common/Panel';
import { Problem, Refusals } from '../common/Problem';
import { StateBadge } from '../common/StateBadge';
import { inWords } from './schedule';

type Job = ScheduledJobsQuery['scheduledJobs'][number];

export function ScheduledJobPanel({ job, mayRun }: { job: Job; mayRun: boolean }) {
  const run = useChange(RunScheduledJobDocument, [ScheduledJobsDocument, LedgerHealthDocument]);
  const payload = run.data?.runScheduledJob;
  const busy = run.isPending || job.running;
  return (
    <Panel
      title={job.name}
      aside={
        mayRun && (
          <Button size="xs" loading={busy} onClick={() => run.mutate({ input: { name: job.name } })}>
            Run now
          </Button>
        )
      }
    >
      <Text>{job.description}</Text>
      <dl className="facts">
        <div>
          <dt>Schedule</dt>
          <dd>
            {inWords(job.schedule) ?? 'By its expression'}
            <br />
            <span className="mono">{job.schedule}</span>
          </dd>
        </div>
        <div>
          <dt>Next run</dt>
          <dd>{job.nextRunAt === null ? 'none planned' : moment(job.nextRunAt)}</dd>
        </div>
        <div>
          <dt>Last run</dt>
          <dd>{job.lastRun === null ? 'never' : moment(job.lastRun.startedAt)}</dd>
        </div>
      </dl>
      {run.error && <Problem problem={run.error} />}
      {payload && <Refusals refusals={refusalsOf(payload)} />}
      {payload?.run && <Finished run={payload.run} />}
      {job.runs.nodes.length > 0 && <Runs runs={job.runs.nodes} total={job.runs.totalCount} name={job.name} />}
    </Panel>
  );
}

function Finished({ run }: { run: ScheduledJobRunFragment }) {
  const good = run.outcome === 'SUCCEEDED';
  return (
    <Notice tone={good ? 'good' : 'bad'} title={good ? 'The run has finished' : 'The run has failed'}>
      <Text size="sm">{run.error ?? `Processed ${processed(run)}.`}</Text>
    </Notice>
  );
}

function Runs({ runs, total, name }: { runs: readonly ScheduledJobRunFragment[]; total: number; name: string }) {
  return (
    <Stack gap="xs">
      <table className="data-table stacking" aria-label={`Runs of ${name}`}>
        <thead>
          <tr>
            <th scope="col">Started</th>
            <th scope="col">Outcome</th>
            <th scope="col">Processed</th>
            <th scope="col">Took</th>
            <th scope="col">Node</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <td data-label="Started">{moment(run.startedAt)}</td>
              <td data-label="Outcome">
                <div>
                  <StateBadge state={run.outcome} />
                  {run.error !== null && (
                    <Text size="xs" mt={4}>
                      {run.error}
                    </Text>
                  )}
                </div>
              </td>
              <td data-label="Processed">{processed(run)}</td>
              <td data-label="Took">{run.finishedAt === null ? 'runs' : span(run.startedAt, run.finishedAt)}</td>
              <td data-label="Node" className="mono">
                {run.node}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > runs.length && (
        <Text size="xs" c="dimmed">
          The last {runs.length} of {count(total)} runs.
        </Text>
      )}
    </Stack>
  );
}

function processed(run: ScheduledJobRunFragment): string {
  return run.total === null ? count(run.processed) : `${count(run.processed)} of ${count(run.total)}`;
}
