import { Stack, Text } from '@mantine/core';
import { ScheduledJobsDocument } from '#graphql';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { PageTitle } from '../common/PageTitle';
import { useViewer } from '../shell/useViewer';
import { ScheduledJobPanel } from './ScheduledJobPanel';

export function ScheduledJobsPage() {
  // What runs is watched closely.
  const query = useApi(ScheduledJobsDocument, {}, { refetchInterval: (data) => (data?.scheduledJobs.some((job) => job.running) ? 1_500 : 30_000) });
  const { mayRunJobs, roles } = useViewer();
  return (
    <Stack gap="lg">
      <PageTitle title="Scheduled jobs" />
      {roles.length > 0 && !mayRunJobs && <Text c="dimmed">They run by the clock. Running one now is for admins.</Text>}
      <Answer query={query}>
        {({ scheduledJobs }) => scheduledJobs.map((job) => <ScheduledJobPanel key={job.name} job={job} mayRun={mayRunJobs} />)}
      </Answer>
    </Stack>
  );
}
