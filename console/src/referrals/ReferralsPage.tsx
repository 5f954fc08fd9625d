import '../styles/ledger.css';
import '../styles/referrals.css';
import { Stack, Text } from '@mantine/core';
import { ReferralProgramsDocument } from '#graphql';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { PageTitle } from '../common/PageTitle';
import { useViewer } from '../shell/useViewer';
import { Affiliates } from './Affiliates';
import { Funnel } from './Funnel';
import { Leaderboard } from './Leaderboard';
import { Programs } from './Programs';
import { Reviews } from './Reviews';

export function ReferralsPage() {
  const viewer = useViewer();
  const programs = useApi(ReferralProgramsDocument, {});
  return (
    <Stack gap="lg">
      <PageTitle title="Referrals" />
      <Answer query={viewer.query}>
        {({ now }) => (
          <>
            {viewer.mayReadEconomics ? <Funnel now={now} /> : <Text c="dimmed">What programs cost and bring is for product managers, support and admins.</Text>}
            {viewer.mayDecideReferrals ? (
              <>
                <Reviews />
                <Affiliates />
              </>
            ) : (
              <Text c="dimmed">Support and admins decide on doubtful referrals and on affiliates.</Text>
            )}
          </>
        )}
      </Answer>
      <Answer query={programs}>
        {({ referralPrograms }) => (
          <>
            <Leaderboard programs={referralPrograms} />
            <Programs programs={referralPrograms} />
          </>
        )}
      </Answer>
    </Stack>
  );
}
