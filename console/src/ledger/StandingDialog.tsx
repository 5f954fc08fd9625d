import { Radio, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type AccountDetailsFragment, ReinstateAccountDocument, SuspendAccountDocument } from '#graphql';
import { execute } from '../api/client';
import { refusalsOf } from '../api/refusals';
import { DecisionDialog } from '../common/DecisionDialog';
import { counted } from '../common/format';
import { readAgain } from './readAgain';

export type Standing = 'suspend' | 'reinstate';

interface Shown {
  change: Standing;
  account: AccountDetailsFragment;
  done: (said: string) => void;
  close: () => void;
}

export function StandingDialog({ change, account, done, close }: Shown) {
  const [permanently, setPermanently] = useState(false);
  const client = useQueryClient();
  const suspends = change === 'suspend';

  const send = async (reason: string) => {
    const input = { accountId: account.id, reason };
    const payload = suspends
      ? (await execute(SuspendAccountDocument, { input: { ...input, permanently } })).suspendAccount
      : (await execute(ReinstateAccountDocument, { input })).reinstateAccount;
    const refusals = refusalsOf(payload);
    if (refusals.length === 0) done(`${account.displayName} is ${suspends ? (permanently ? 'banned' : 'suspended') : 'active again'}.`);
    await readAgain(client);
    return refusals;
  };

  return (
    <DecisionDialog
      title={suspends ? `Suspend ${account.displayName}?` : `Reinstate ${account.displayName}?`}
      confirm={suspends ? (permanently ? 'Ban the account' : 'Suspend the account') : 'Reinstate the account'}
      refused={suspends ? 'Not suspended' : 'Not reinstated'}
      reasonFor="It is kept in the audit log."
      example={suspends ? 'Complaints from two clients' : 'The complaints were unfounded'}
      grave={suspends}
      send={send}
      close={close}
    >
      {suspends && (
        <Radio.Group label="For how long" value={permanently ? 'good' : 'while'} onChange={(value) => setPermanently(value === 'good')}>
          <Stack gap="xs" mt="xs">
            <Radio value="while" label="For a while: it can be reinstated" />
            <Radio value="good" label="For good: it is banned, and cannot come back" />
          </Stack>
        </Radio.Group>
      )}
      <Text aria-live="polite">{suspends ? suspension(account, permanently) : 'It can act again from now on. What expired meanwhile stays expired.'}</Text>
    </DecisionDialog>
  );
}

function suspension(account: AccountDetailsFragment, permanently: boolean): string {
  if (account.__typename === 'Client') return permanently ? 'It cannot act any more, and its open jobs are closed.' : 'It cannot act until it is reinstated.';
  const held = 'wallet' in account && account.wallet ? counted(account.wallet.balance, 'Connect') : 'the Connects';
  return permanently ? `It cannot act any more, and ${held} in its wallet are forfeited. Earned cash stays payable.` : `It cannot act until it is reinstated; ${held} in its wallet stay and keep expiring.`;
}
