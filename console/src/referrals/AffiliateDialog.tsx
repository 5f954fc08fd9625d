import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type AffiliateDecision, AffiliatesDocument, DecideAffiliateDocument } from '#graphql';
import { execute } from '../api/client';
import { operationName } from '../api/queries';
import { refusalsOf } from '../api/refusals';
import { DecisionDialog } from '../common/DecisionDialog';
import type { Affiliate } from './Affiliates';

interface Shown {
  affiliate: Affiliate;
  decision: AffiliateDecision;
  done: (said: string) => void;
  close: () => void;
}

const texts: Record<AffiliateDecision, { verb: string; confirm: string; done: string; example: string; means: string }> = {
  APPROVE: { verb: 'Approve', confirm: 'Approve them', done: 'approved', example: 'A known blog on freelancing', means: 'They can make links from now on, and are paid for the clients whom these bring.' },
  REJECT: { verb: 'Reject', confirm: 'Reject them', done: 'rejected', example: 'The site does not exist', means: 'They cannot make links of this program.' },
  BAN: { verb: 'Ban', confirm: 'Ban them', done: 'banned', example: 'False claims in advertisements', means: 'Their links attribute nobody any more, and what is on hold for them ends.' },
};

export function AffiliateDialog({ affiliate, decision, done, close }: Shown) {
  const client = useQueryClient();
  const text = texts[decision];
  const name = affiliate.account.displayName;
  const send = async (reason: string) => {
    const payload = (await execute(DecideAffiliateDocument, { input: { accountId: affiliate.account.id, program: affiliate.program.key, decision, reason } })).decideAffiliate;
    const refusals = refusalsOf(payload);
    if (refusals.length === 0) done(`${name} is ${text.done}.`);
    await client.invalidateQueries({ queryKey: [operationName(AffiliatesDocument)] });
    return refusals;
  };
  return (
    <DecisionDialog
      title={`${text.verb} ${name} as an affiliate?`}
      confirm={text.confirm}
      refused="Not decided"
      reasonFor="The audit log and the affiliate read it."
      example={text.example}
      grave={decision !== 'APPROVE'}
      send={send}
      close={close}
    >
      <Text>{text.means}</Text>
    </DecisionDialog>
  );
}
