import { Stack, Text } from '@mantine/core';
import { ScheduledJobsDocument } from '#graphql';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { PageTitle } from '../common/PageTitle';
import { useViewer } from '../shell/useViewer';
import { ClockPanel } from './ClockPanel';
import { JobRow } from './JobRow';
import { useWatch } from './useRunNow';

export function ScheduledJobsPage() {
  const every = useWatch();
  const query = useApi(ScheduledJobsDocument, {}, { refetchInterval: (data) => every(data?.scheduledJobs.some((job) => job.running) ?? false) });
  const { mayRunJobs, roles } = useViewer();
  return (
    <Stack gap="lg">
      <PageTitle title="Scheduled jobs" />
      <Text c="dimmed">
        What the marketplace does by the clock, one run of each at a time. Running a job again does nothing twice.
        {roles.length > 0 && !mayRunJobs && ' Running one now is for admins.'}
      </Text>
      <Answer query={query}>
        {({ scheduledJobs, clockIsMovable }) => (
          <>
            <ul className="plain-list surface rows" aria-label="Scheduled jobs">
              {scheduledJobs.map((job) => (
                <JobRow key={job.name} job={job} mayRun={mayRunJobs} />
              ))}
            </ul>
            <ClockPanel movable={clockIsMovable} mayMove={mayRunJobs} />
          </>
        )}
      </Answer>
    </Stack>
  );
}
