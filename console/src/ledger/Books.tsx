import { Button, Stack, Text } from '@mantine/core';
import { LedgerHealthDocument, type LedgerHealthQuery } from '#graphql';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { count, counted, moment } from '../common/format';
import { Figure } from '../common/Figure';
import { Notice } from '../common/Notice';
import { Panel } from '../common/Panel';
import { NightlyCheck } from './NightlyCheck';

type Health = LedgerHealthQuery['ledgerHealth'];

export function Books() {
  const query = useApi(LedgerHealthDocument, {});
  return (
    <Panel
      title="Health of the books"
      aside={
        <Button variant="default" size="xs" loading={query.isFetching} onClick={() => void query.refetch()}>
          Check again
        </Button>
      }
    >
      <Answer query={query}>
        {({ ledgerHealth }) => (
          <>
            <Verdict health={ledgerHealth} />
            <Totals health={ledgerHealth} />
          </>
        )}
      </Answer>
      <NightlyCheck />
      <WhatIsChecked />
    </Panel>
  );
}

function Verdict({ health }: { health: Health }) {
  const checked = `${counted(health.walletsChecked, 'wallet')} re-added from the entries themselves, just now for this page: as of ${moment(health.checkedAt)}.`;
  if (health.balanced) {
    return (
      <Notice tone="good" title="The books balance">
        {checked}
      </Notice>
    );
  }
  return (
    <Notice tone="bad" title={`The books do not balance: ${counted(health.discrepancies.length, 'discrepancy', 'discrepancies')}`}>
      <Stack gap="xs">
        <Text size="sm">{checked}</Text>
        <ul className="bullets">
          {health.discrepancies.map((discrepancy) => (
            <li key={discrepancy}>
              <Text size="sm">{discrepancy}</Text>
            </li>
          ))}
        </ul>
      </Stack>
    </Notice>
  );
}

function Totals({ health }: { health: Health }) {
  return (
    <Stack gap="sm">
      <Text size="sm" fw={600}>
        All Connects ever issued, and where they are
      </Text>
      <div className="figures">
        <Figure name="Issued" value={count(health.connectsIssued)} says="since the first day" />
        <Figure name="Outstanding" value={count(health.connectsOutstanding)} says="in wallets now" />
        <Figure name="Spent" value={count(health.connectsSpent)} says="on proposals, less refunds" />
        <Figure name="Expired" value={count(health.connectsExpired)} says="their year was over" />
        <Figure name="Forfeited" value={count(health.connectsForfeited)} says="their account closed" />
      </div>
      <Text size="sm" c="dimmed">
        {equation(health)}
      </Text>
    </Stack>
  );
}

function equation(health: Health): string {
  const parts = [health.connectsOutstanding, health.connectsSpent, health.connectsExpired, health.connectsForfeited];
  const sum = parts.reduce((total, part) => total + part, 0);
  return `${parts.map(count).join(' + ')} = ${count(sum)}, ${sum === health.connectsIssued ? 'which is what was issued' : `but ${count(health.connectsIssued)} were issued`}.`;
}

function WhatIsChecked() {
  return (
    <details>
      <summary className="quiet-summary">What each check means</summary>
      <dl className="checks">
        <dt>Every transaction sums to zero</dt>
        <dd>What leaves one place arrives at another, in Connects and in dollars alike.</dd>
        <dt>No entry is missing or out of order</dt>
        <dd>Each one starts at the balance at which the one before it ended.</dd>
        <dt>Lots hold what their entries say</dt>
        <dd>And none that has expired still holds anything after the nightly expiry.</dd>
        <dt>Wallets hold what their lots and cash entries say</dt>
        <dd>Paid, free and cash each by itself; so does what a wallet still owes after a payment was taken back.</dd>
        <dt>Histories add up line by line</dt>
        <dd>The balance that people read after a line is the sum of all lines up to it.</dd>
        <dt>Proposals, purchases, payments and interviews agree with the books</dt>
        <dd>What each says was spent, bought, earned, refunded or awarded is what was booked for it.</dd>
        <dt>Referral rewards agree with the books</dt>
        <dd>What is promised and on hold, and what a reversal could not take back yet.</dd>
      </dl>
    </details>
  );
}
