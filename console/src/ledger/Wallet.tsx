import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { WalletBalanceAtDocument, type WalletFiguresFragment } from '#graphql';
import { useApi } from '../api/queries';
import { Problem } from '../common/Problem';
import { Figure } from '../common/Figure';
import { count, counted, moment } from '../common/format';
import { Panel } from '../common/Panel';
import { instantOf } from './instants';

export function Wallet({ wallet }: { wallet: WalletFiguresFragment }) {
  return (
    <Panel title="Connects wallet">
      <div className="figures">
        <Figure name="Balance" value={count(wallet.balance)} says={wallet.maximumBalance === null ? 'can be spent now; a wallet has no maximum' : `can be spent now, of at most ${count(wallet.maximumBalance)}`} />
        <Figure name="Paid" value={count(wallet.paidBalance)} says="spent first" />
        <Figure name="Free" value={count(wallet.freeBalance)} says="given, not bought" />
        <Figure name="Expiring soon" value={count(wallet.expiringWithin)} says="within 30 days" />
        {wallet.shortfall > 0 && <Figure name="Shortfall" value={count(wallet.shortfall)} says="used, and their payment taken back: the next purchases fill it" />}
      </div>
      <BalanceAt walletId={wallet.id} />
    </Panel>
  );
}

function BalanceAt({ walletId }: { walletId: string }) {
  const [text, setText] = useState('');
  const time = instantOf(text);
  return (
    <div className="filters">
      <TextInput label="Balance at another time (UTC)" type="datetime-local" value={text} onChange={(event) => setText(event.currentTarget.value)} />
      {time !== null && <At walletId={walletId} time={time} />}
    </div>
  );
}

function At({ walletId, time }: { walletId: string; time: string }) {
  const { data, error } = useApi(WalletBalanceAtDocument, { walletId, time });
  if (error) return <Problem problem={error} />;
  return (
    <Text size="sm" role="status" pb={8}>
      {data?.node && 'balanceAt' in data.node ? `${counted(data.node.balanceAt, 'Connect')} on ${moment(time)}.` : 'Looking it up.'}
    </Text>
  );
}
