import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ScheduledJobRunFragment, ScheduledJobSummaryFragment } from '#graphql';
import { refusalsOf } from '../api/refusals';
import { moment } from '../common/format';
import { Notice } from '../common/Notice';
import { Problem, Refusals } from '../common/Problem';
import { useViewer } from '../shell/useViewer';
import { progressOf, whatItDid } from './runWords';
import type { useRunNow } from './useRunNow';

type Run = ReturnType<typeof useRunNow>;

/** The button, and the question before it does anything. */
export function RunNow({ job, run }: { job: ScheduledJobSummaryFragment; run: Run }) {
  const [asking, setAsking] = useState(false);
  const { now } = useViewer();
  return (
    <>
      <Button size="xs" variant="default" flex="none" aria-label={`Run now: ${job.name}`} onClick={() => setAsking(true)}>
        Run now
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Run ${job.name} now?`}
        centered
        classNames={{ content: 'dialog', header: 'dialog', title: 'dialog-title' }}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Stack gap="md">
          <Text>{job.description}</Text>
          <Text>
            It does at once, for everybody, what is due by the marketplace’s clock{now !== undefined && `, which says ${moment(now)}`}. What is done already is not done again, and its next run stays as planned.
          </Text>
          {job.running && <Text>A run of it is going on at this moment.</Text>}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsking(false)}>
              Cancel
            </Button>
            <Button
              data-autofocus
              onClick={() => {
                setAsking(false);
                run.mutate();
              }}
            >
              Run it now
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

/** What runs at this moment, and how what was asked for has ended. */
export function RunState({ job, run }: { job: ScheduledJobSummaryFragment; run: Run }) {
  const refusals = run.data === undefined ? [] : refusalsOf(run.data);
  return (
    <>
      {job.running && job.lastRun !== null && <Running name={job.name} run={job.lastRun} />}
      {run.isPending && !job.running && (
        <Text size="sm" role="status">
          Starting …
        </Text>
      )}
      {run.error && <Problem problem={run.error} />}
      <Refusals refusals={refusals} title="Not run" />
      {run.data?.run && <Ended name={job.name} run={run.data.run} />}
    </>
  );
}

function Running({ name, run }: { name: string; run: ScheduledJobRunFragment }) {
  const progress = progressOf(run);
  return (
    <Stack gap={4}>
      <Text size="sm" role="status">
        It runs since {moment(run.startedAt)}: {whatItDid(name, run)}
      </Text>
      {progress !== null && <Progress value={progress} aria-label={`Progress of ${name}`} />}
    </Stack>
  );
}

function Ended({ name, run }: { name: string; run: ScheduledJobRunFragment }) {
  const good = run.outcome === 'SUCCEEDED';
  return (
    <Notice tone={good ? 'good' : 'bad'} title={good ? 'The run has finished' : 'The run has failed'}>
      <Text size="sm">{whatItDid(name, run)}</Text>
    </Notice>
  );
}
