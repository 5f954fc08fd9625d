import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { ScheduledJobSummaryFragment } from '#graphql';
import { moment, span } from '../common/format';
import { StateBadge } from '../common/StateBadge';
import { RunNow, RunState } from './RunNow';
import { inWords } from './schedule';
import { whatItDid } from './runWords';
import { useRunNow } from './useRunNow';

export function JobRow({ job, mayRun }: { job: ScheduledJobSummaryFragment; mayRun: boolean }) {
  const run = useRunNow(job.name);
  const last = job.lastRun;
  return (
    <li>
      <Stack gap={8}>
        <Group justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
          <Stack gap={6} miw={0}>
            <Anchor component={Link} to={`/jobs/${job.name}`} fw={600} className="mono">
              {job.name}
            </Anchor>
            <Text size="sm">{job.description}</Text>
            <Group gap="xs" c="dimmed" fz="sm" className="dotted">
              <span>{inWords(job.schedule) ?? <span className="mono">{job.schedule}</span>}</span>
              <span>{job.nextRunAt === null ? 'no next run is planned' : `next ${moment(job.nextRunAt)}`}</span>
              {last === null && <span>never run yet</span>}
            </Group>
          </Stack>
          {mayRun && <RunNow job={job} run={run} />}
        </Group>
        {last !== null && last.outcome !== 'RUNNING' && (
          <Group gap="xs" fz="sm" wrap="nowrap" align="flex-start">
            <StateBadge state={last.outcome} />
            <span>
              {moment(last.startedAt)}
              {last.finishedAt !== null && `, for ${span(last.startedAt, last.finishedAt)}`}: {whatItDid(job.name, last)}
            </span>
          </Group>
        )}
        <RunState job={job} run={run} />
      </Stack>
    </li>
  );
}
