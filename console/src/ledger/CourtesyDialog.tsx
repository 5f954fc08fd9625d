import { NumberInput, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { GrantCourtesyConnectsDocument, type WalletFiguresFragment } from '#graphql';
import { execute } from '../api/client';
import { refusalsOf } from '../api/refusals';
import { DecisionDialog } from '../common/DecisionDialog';
import { count, counted, date } from '../common/format';
import { Notice } from '../common/Notice';
import { newKey, preview, wentThroughBefore } from './courtesy';
import { readAgain } from './readAgain';

interface Shown {
  name: string;
  wallet: WalletFiguresFragment;
  given: (said: string) => void;
  close: () => void;
}

export function CourtesyDialog({ name, wallet, given, close }: Shown) {
  const [connects, setConnects] = useState<number | string>(10);
  const [wrong, setWrong] = useState<string | null>(null);
  const [before, setBefore] = useState(false);
  // One gift however often it is tried: where an answer was lost, the API knows by the key whether it was given.
  const [idempotencyKey] = useState(newKey);
  const client = useQueryClient();
  const expected = preview(wallet.balance, connects);

  const check = () => {
    setWrong('wrong' in expected ? expected.wrong : null);
    return 'after' in expected;
  };

  const send = async (reason: string) => {
    const { grantCourtesyConnects: payload } = await execute(GrantCourtesyConnectsDocument, { input: { walletId: wallet.id, connects: Number(connects), reason, idempotencyKey } });
    const refusals = refusalsOf(payload);
    if (payload.lot) given(`${name} got ${counted(payload.lot.issued, 'Connect')}; they expire on ${date(payload.lot.expiresAt)}.`);
    setBefore(wentThroughBefore(refusals));
    if (payload.lot || wentThroughBefore(refusals)) await readAgain(client);
    return refusals;
  };

  return (
    <DecisionDialog
      title="Give courtesy Connects"
      confirm="Give them"
      refused="Not given"
      reasonFor="It is kept in the audit log."
      example="A client took a job down by mistake"
      check={check}
      send={send}
      close={close}
    >
      <NumberInput
        label="Connects"
        description="Free ones. A talent may get only so many within some weeks; beyond that the API refuses and says how many are left."
        min={1}
        allowDecimal={false}
        required
        value={connects}
        error={wrong}
        onChange={(value) => {
          setConnects(value);
          setWrong(null);
        }}
      />
      <Text aria-live="polite">
        {'after' in expected ? `The balance of ${name} goes from ${count(wallet.balance)} to ${counted(expected.after, 'Connect')}; the talent is told.` : `The balance of ${name} is ${counted(wallet.balance, 'Connect')}.`}
      </Text>
      {before && <Notice tone="warning">An earlier try of this gift went through, with what was typed then. Close this and look at the history before you give more.</Notice>}
    </DecisionDialog>
  );
}
