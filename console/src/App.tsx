import { Button, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { Link, Navigate, Route, Routes, useLocation } from 'react-router';
import { queryClient } from './api/queries';
import { useSession } from './api/session';
import { PageTitle } from './common/PageTitle';
import { lazily } from './shell/lazily';
import { PageBoundary } from './shell/PageBoundary';
import { Shell } from './shell/Shell';
import { SignInPage } from './signin/SignInPage';

const ExperimentListPage = lazily(() => import('./experiments/ExperimentListPage'), 'ExperimentListPage');
const ExperimentPage = lazily(() => import('./experiments/ExperimentPage'), 'ExperimentPage');
const EditExperimentPage = lazily(() => import('./experiments/EditExperimentPage'), 'EditExperimentPage');
const NewExperimentPage = lazily(() => import('./experiments/NewExperimentPage'), 'NewExperimentPage');
const FlagListPage = lazily(() => import('./flags/FlagListPage'), 'FlagListPage');
const FlagPage = lazily(() => import('./flags/FlagPage'), 'FlagPage');
const DefinitionPage = lazily(() => import('./flags/DefinitionPage'), 'DefinitionPage');
const NewFlagPage = lazily(() => import('./flags/NewFlagPage'), 'NewFlagPage');
const ScheduledJobsPage = lazily(() => import('./jobs/ScheduledJobsPage'), 'ScheduledJobsPage');
const ScheduledJobPage = lazily(() => import('./jobs/ScheduledJobPage'), 'ScheduledJobPage');
const LedgerPage = lazily(() => import('./ledger/LedgerPage'), 'LedgerPage');
const AccountPage = lazily(() => import('./ledger/AccountPage'), 'AccountPage');
const ReferralsPage = lazily(() => import('./referrals/ReferralsPage'), 'ReferralsPage');

export function App() {
  const { token } = useSession();
  const { pathname } = useLocation();
  // What one person has read is not the next one's to see.
  useEffect(() => {
    if (token === null) queryClient.clear();
  }, [token]);
  if (token === null) return <SignInPage />;
  return (
    <Shell>
      <PageBoundary path={pathname}>
        <Routes>
          <Route index element={<Navigate to="/experiments" replace />} />
          <Route path="experiments" element={<ExperimentListPage />} />
          <Route path="experiments/:key" element={<ExperimentPage />} />
          <Route path="experiments/:key/edit" element={<EditExperimentPage />} />
          <Route path="new-experiment" element={<NewExperimentPage />} />
          <Route path="flags" element={<FlagListPage />} />
          <Route path="flags/:key" element={<FlagPage />} />
          <Route path="flags/:key/definition" element={<DefinitionPage />} />
          <Route path="new-flag" element={<NewFlagPage />} />
          <Route path="ledger" element={<LedgerPage />} />
          <Route path="ledger/accounts/:id" element={<AccountPage />} />
          <Route path="referrals" element={<ReferralsPage />} />
          <Route path="jobs" element={<ScheduledJobsPage />} />
          <Route path="jobs/:name" element={<ScheduledJobPage />} />
          <Route path="*" element={<NoSuchPage />} />
        </Routes>
      </PageBoundary>
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
