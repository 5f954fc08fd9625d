import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import { NightlyCheckDocument } from '#graphql';
import { useApi } from '../api/queries';
import { count, moment } from '../common/format';

/** When the scheduled check ran last, and what came of it: the totals above are of this moment alone. */
export function NightlyCheck() {
  const { data } = useApi(NightlyCheckDocument, {});
  const job = data?.scheduledJobs.find((each) => each.name === 'check-ledger');
  if (job === undefined) return null;
  return (
    <Text size="sm" c="dimmed">
      The scheduled check,{' '}
      <Anchor component={Link} to="/jobs" inherit underline="always" className="mono">
        {job.name}
      </Anchor>
      , {said(job.lastRun, job.running)}
    </Text>
  );
}

interface Run {
  startedAt: string;
  outcome: string;
  processed: number;
  error: string | null;
}

function said(run: Run | null, running: boolean): string {
  if (run === null) return 'has not run yet.';
  if (running) return `runs now, since ${moment(run.startedAt)}.`;
  return run.outcome === 'SUCCEEDED'
    ? `last ran on ${moment(run.startedAt)}: ${count(run.processed)} wallets, all well.`
    : `last ran on ${moment(run.startedAt)} and failed: ${run.error ?? 'it was cut short'}`;
}
