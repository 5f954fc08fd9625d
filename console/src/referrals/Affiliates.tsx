import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type AffiliateDecision, type AffiliatesQuery, type AffiliateState, AffiliatesDocument } from '#graphql';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { date, words } from '../common/format';
import { Panel } from '../common/Panel';
import { AffiliateDialog } from './AffiliateDialog';
import { PersonLink } from './PersonLink';

export type Affiliate = AffiliatesQuery['affiliates'][number];

const states: readonly { value: AffiliateState; label: string; none: string }[] = [
  { value: 'APPLIED', label: 'Waiting', none: 'Nobody waits for an answer.' },
  { value: 'APPROVED', label: 'Approved', none: 'Nobody is approved.' },
  { value: 'REJECTED', label: 'Rejected', none: 'Nobody was rejected.' },
  { value: 'BANNED', label: 'Banned', none: 'Nobody is banned.' },
];

export function Affiliates() {
  const [state, setState] = useState<AffiliateState>('APPLIED');
  const [decided, decide] = useState<{ affiliate: Affiliate; decision: AffiliateDecision } | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const query = useApi(AffiliatesDocument, { state }, { refetchInterval: 30_000 });
  const open = (affiliate: Affiliate, decision: AffiliateDecision) => {
    setDone(null);
    decide({ affiliate, decision });
  };
  return (
    <Panel
      title="Affiliates"
      aside={<SegmentedControl size="xs" aria-label="Affiliates who are" value={state} onChange={(value) => setState(value as AffiliateState)} data={states.map(({ value, label }) => ({ value, label }))} />}
    >
      <Text role="status" size="sm" fw={600} className="said">
        {done}
      </Text>
      <Answer query={query}>
        {({ affiliates }) =>
          affiliates.length === 0 ? (
            <Text c="dimmed">{states.find((each) => each.value === state)!.none}</Text>
          ) : (
            <ul className="plain-list lined" aria-label="Affiliates">
              {affiliates.map((affiliate) => (
                <li key={`${affiliate.account.id} ${affiliate.program.key}`}>
                  <OneAffiliate affiliate={affiliate} open={open} />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      {decided && <AffiliateDialog {...decided} done={setDone} close={() => decide(null)} />}
    </Panel>
  );
}

function OneAffiliate({ affiliate, open }: { affiliate: Affiliate; open: (affiliate: Affiliate, decision: AffiliateDecision) => void }) {
  const name = affiliate.account.displayName;
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm" align="flex-start">
        <Text fw={600}>
          <PersonLink person={affiliate.account} />
        </Text>
        <Group gap="xs">
          {affiliate.state === 'APPLIED' && (
            <>
              <Button size="xs" aria-label={`Approve ${name}`} onClick={() => open(affiliate, 'APPROVE')}>
                Approve
              </Button>
              <Button size="xs" variant="default" aria-label={`Reject ${name}`} onClick={() => open(affiliate, 'REJECT')}>
                Reject
              </Button>
            </>
          )}
          {affiliate.state === 'APPROVED' && (
            <Button size="xs" variant="default" aria-label={`Ban ${name}`} onClick={() => open(affiliate, 'BAN')}>
              Ban
            </Button>
          )}
        </Group>
      </Group>
      <Text component="blockquote" className="quoted" size="sm">
        {affiliate.message}
      </Text>
      <Group gap="xs" c="dimmed" fz="sm" className="dotted">
        <span>{affiliate.program.name}</span>
        <span>applied {date(affiliate.appliedAt)}</span>
        <span>accepted terms, version {affiliate.termsVersion}</span>
        {affiliate.decidedAt !== null && (
          <span>
            {words(affiliate.state).toLowerCase()} {date(affiliate.decidedAt)}
          </span>
        )}
      </Group>
      {affiliate.reason !== null && <Text size="sm">Reason: {affiliate.reason}</Text>}
    </Stack>
  );
}
