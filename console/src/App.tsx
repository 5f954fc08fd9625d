import { Button, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { Link, Navigate, Route, Routes } from 'react-router';
import { queryClient } from './api/queries';
import { useSession } from './api/session';
import { PageTitle } from './common/PageTitle';
import { ExperimentListPage } from './experiments/ExperimentListPage';
import { ExperimentPage } from './experiments/ExperimentPage';
import { NewExperimentPage } from './experiments/NewExperimentPage';
import { FlagListPage } from './flags/FlagListPage';
import { FlagPage } from './flags/FlagPage';
import { ScheduledJobsPage } from './jobs/ScheduledJobsPage';
import { LedgerPage } from './ledger/LedgerPage';
import { Shell } from './shell/Shell';
import { SignInPage } from './signin/SignInPage';

export function App() {
  const { token } = useSession();
  // What one person has read is not the next one's to see.
  useEffect(() => {
    if (token === null) queryClient.clear();
  }, [token]);
  if (token === null) return <SignInPage />;
  return (
    <Shell>
      <Routes>
        <Route index element={<Navigate to="/experiments" replace />} />
        <Route path="experiments" element={<ExperimentListPage />} />
        <Route path="experiments/:key" element={<ExperimentPage />} />
        <Route path="new-experiment" element={<NewExperimentPage />} />
        <Route path="flags" element={<FlagListPage />} />
        <Route path="flags/:key" element={<FlagPage />} />
        <Route path="ledger" element={<LedgerPage />} />
        <Route path="jobs" element={<ScheduledJobsPage />} />
        <Route path="*" element={<NoSuchPage />} />
      </Routes>
    </Shell>
  );
}

function NoSuchPage() {
  return (
    <Stack align="flex-start">
      <PageTitle title="There is no such page" />
      <Text>The address may be mistyped, or the page may have moved.</Text>
      <Button component={Link} to="/experiments">
        To the experiments
      </Button>
    </Stack>
  );
}
