import { Button, Stack, Text } from '@mantine/core';
import { LedgerHealthDocument, type LedgerHealthQuery } from '#graphql';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { count, counted, moment } from '../common/format';
import { Notice } from '../common/Notice';
import { PageTitle } from '../common/PageTitle';
import { Panel } from '../common/Panel';

type Health = LedgerHealthQuery['ledgerHealth'];

export function LedgerPage() {
  const query = useApi(LedgerHealthDocument, {});
  return (
    <Stack gap="lg">
      <PageTitle title="Ledger">
        <Button variant="default" loading={query.isFetching} onClick={() => void query.refetch()}>
          Check again
        </Button>
      </PageTitle>
      <Answer query={query}>{({ ledgerHealth }) => <Books health={ledgerHealth} />}</Answer>
    </Stack>
  );
}

function Books({ health }: { health: Health }) {
  return (
    <>
      <Verdict health={health} />
      <Panel title="All Connects ever issued, and where they are">
        <div className="figures">
          <Figure name="Issued" value={health.connectsIssued} />
          <Figure name="Outstanding" value={health.connectsOutstanding} says="in wallets now" />
          <Figure name="Spent" value={health.connectsSpent} says="on proposals, less refunds" />
          <Figure name="Expired" value={health.connectsExpired} says="their year was over" />
          <Figure name="Forfeited" value={health.connectsForfeited} says="their account closed" />
        </div>
        <Text size="sm" c="dimmed">
          {equation(health)}
        </Text>
      </Panel>
    </>
  );
}

function Verdict({ health }: { health: Health }) {
  const checked = `${counted(health.walletsChecked, 'wallet')} re-added from the entries themselves, as of ${moment(health.checkedAt)}.`;
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
        <ul style={{ margin: 0, paddingLeft: 20 }}>
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

function Figure({ name, value, says }: { name: string; value: number; says?: string }) {
  return (
    <div role="group" aria-label={name}>
      <Text size="sm" fw={600}>
        {name}
      </Text>
      <div className="figure">{count(value)}</div>
      <Text size="xs" c="dimmed">
        {says ?? 'since the first day'}
      </Text>
    </div>
  );
}

function equation(health: Health): string {
  const parts = [health.connectsOutstanding, health.connectsSpent, health.connectsExpired, health.connectsForfeited];
  const sum = parts.reduce((total, part) => total + part, 0);
  return `${parts.map(count).join(' + ')} = ${count(sum)}, ${sum === health.connectsIssued ? 'which is what was issued' : `but ${count(health.connectsIssued)} were issued`}.`;
}
