import { NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { ReferralLeaderboardDocument, type ReferralProgramTermsFragment } from '#graphql';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { count } from '../common/format';
import { Panel } from '../common/Panel';

export function Leaderboard({ programs }: { programs: readonly ReferralProgramTermsFragment[] }) {
  const [key, setKey] = useState(programs[0]?.key);
  if (key === undefined) return null;
  return (
    <Panel
      title="Leaderboard"
      aside={<NativeSelect size="xs" aria-label="Program" value={key} onChange={(event) => setKey(event.currentTarget.value)} data={programs.map((program) => ({ value: program.key, label: program.name }))} />}
    >
      <Text size="sm" c="dimmed">
        Of those who asked to be shown, by rewards that were paid and stand.
      </Text>
      <Leaders program={key} />
    </Panel>
  );
}

function Leaders({ program }: { program: string }) {
  const query = useApi(ReferralLeaderboardDocument, { program });
  return (
    <Answer query={query}>
      {({ referralLeaderboard: leaders }) =>
        leaders.length === 0 ? (
          <Text c="dimmed">Nobody is shown yet.</Text>
        ) : (
          <table className="data-table stacking" aria-label="Leaderboard">
            <thead>
              <tr>
                <th scope="col">Rank</th>
                <th scope="col">Name</th>
                <th scope="col" className="number">
                  Rewarded referrals
                </th>
              </tr>
            </thead>
            <tbody>
              {leaders.map((leader, place) => (
                <tr key={place}>
                  <td data-label="Rank">{leader.rank}</td>
                  <td data-label="Name">{leader.name}</td>
                  <td data-label="Rewarded referrals" className="number">
                    {count(leader.rewarded)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
    </Answer>
  );
}
