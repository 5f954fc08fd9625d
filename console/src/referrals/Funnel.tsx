import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ReferralFunnelDocument, type ReferralFunnelQuery } from '#graphql';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { count } from '../common/format';
import { Panel } from '../common/Panel';
import { Economics } from './Economics';
import { funnelOf, type Period, periods, sinceOf } from './funnel';

export type ProgramFigures = ReferralFunnelQuery['referralEconomics'][number];

export function Funnel({ now }: { now: string }) {
  const [period, setPeriod] = useState<Period>('90');
  const query = useApi(ReferralFunnelDocument, { since: sinceOf(period, now) }, { refetchInterval: 30_000 });
  return (
    <>
      <Panel
        title="From click to reward"
        aside={<SegmentedControl size="xs" aria-label="Clicks and sign-ups of the last" value={period} onChange={(value) => setPeriod(value as Period)} data={[...periods]} />}
      >
        <Text size="sm" c="dimmed">
          Clicks and sign-ups of that time, and how far those sign-ups have come since. A click counts once a visitor, link and day, for visitors who agreed to be remembered; people also sign up by a code, without a click.
        </Text>
        <Answer query={query}>{({ referralEconomics }) => <Funnels programs={referralEconomics} />}</Answer>
      </Panel>
      {query.data && <Economics programs={query.data.referralEconomics} />}
    </>
  );
}

function Funnels({ programs }: { programs: readonly ProgramFigures[] }) {
  return (
    <>
      <div className="funnels">
        {programs.map((figures) => (
          <OneFunnel key={figures.program.key} figures={figures} />
        ))}
      </div>
      <details>
        <summary className="quiet-summary">The same as a table</summary>
        <FunnelTable programs={programs} />
      </details>
    </>
  );
}

function OneFunnel({ figures }: { figures: ProgramFigures }) {
  return (
    <Stack gap={6} role="group" aria-label={figures.program.name}>
      <Text fw={600} size="sm">
        {figures.program.name}
      </Text>
      <ol className="plain-list funnel">
        {funnelOf(figures).map((step) => (
          <li key={step.name}>
            <span>{step.name}</span>
            <span className="funnel-track" aria-hidden="true">
              <span className="funnel-bar" style={{ width: `${step.width}%` }} />
            </span>
            <span className="funnel-count">{count(step.count)}</span>
            <span className="funnel-share">{step.share}</span>
          </li>
        ))}
      </ol>
    </Stack>
  );
}

function FunnelTable({ programs }: { programs: readonly ProgramFigures[] }) {
  return (
    <table className="data-table stacking" aria-label="From click to reward" style={{ marginTop: 12 }}>
      <thead>
        <tr>
          <th scope="col">Program</th>
          {['Clicks', 'Sign-ups', 'Qualified', 'Rewarded'].map((name) => (
            <th key={name} scope="col" className="number">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {programs.map((figures) => (
          <tr key={figures.program.key}>
            <td data-label="Program">{figures.program.name}</td>
            {funnelOf(figures).map((step) => (
              <td key={step.name} data-label={step.name} className="number">
                {count(step.count)}
                {step.share !== null && ` (${step.share})`}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
