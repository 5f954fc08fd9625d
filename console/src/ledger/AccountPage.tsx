import '../styles/ledger.css';
import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { type AccountDetailsFragment, LedgerAccountDocument, WalletChangedDocument } from '#graphql';
import { useLive } from '../api/live';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { Notice } from '../common/Notice';
import { PageTitle } from '../common/PageTitle';
import { StateBadge } from '../common/StateBadge';
import { useViewer } from '../shell/useViewer';
import { AboutAccount } from './AboutAccount';
import { Cash } from './Cash';
import { CourtesyDialog } from './CourtesyDialog';
import { History } from './History';
import { Lots } from './Lots';
import { accountQueries } from './readAgain';
import { Referring } from './Referring';
import { type Standing, StandingDialog } from './StandingDialog';
import { Wallet } from './Wallet';

export function AccountPage() {
  const { id = '' } = useParams();
  const viewer = useViewer();
  return (
    <Stack gap="lg">
      <Anchor component={Link} to="/ledger" size="sm">
        ‹ Ledger
      </Anchor>
      <Answer query={viewer.query}>{() => <OneAccount key={id} id={id} wallets={viewer.mayReadWallets} mayChangeStanding={viewer.mayChangeStanding} />}</Answer>
    </Stack>
  );
}

function OneAccount({ id, wallets, mayChangeStanding }: { id: string; wallets: boolean; mayChangeStanding: boolean }) {
  const query = useApi(LedgerAccountDocument, { id, wallets });
  return (
    <Answer query={query}>
      {({ account, now }) =>
        account === null ? (
          <Stack gap="xs">
            <PageTitle title="There is no such account" />
            <Text>
              None has the id <span className="mono">{id}</span>.
            </Text>
          </Stack>
        ) : (
          <Account account={account} now={now} wallets={wallets} mayChangeStanding={mayChangeStanding} />
        )
      }
    </Answer>
  );
}

interface Shown {
  account: AccountDetailsFragment;
  now: string;
  wallets: boolean;
  mayChangeStanding: boolean;
}

function Account({ account, now, wallets, mayChangeStanding }: Shown) {
  const [dialog, setDialog] = useState<'courtesy' | Standing | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const wallet = 'wallet' in account ? account.wallet : undefined;
  useLive(WalletChangedDocument, wallet && account.status === 'ACTIVE' ? { walletId: wallet.id } : null, accountQueries);
  const close = () => setDialog(null);
  const open = (next: 'courtesy' | Standing) => {
    setDone(null);
    setDialog(next);
  };

  return (
    <>
      <PageTitle title={account.displayName}>
        <Group gap="sm">
          <Badge variant="default" radius="sm" tt="none">
            {account.__typename}
          </Badge>
          <StateBadge state={account.status} />
          {mayChangeStanding && account.status === 'ACTIVE' && (
            <Button variant="default" onClick={() => open('suspend')}>
              Suspend
            </Button>
          )}
          {mayChangeStanding && account.status === 'SUSPENDED' && (
            <Button variant="default" onClick={() => open('reinstate')}>
              Reinstate
            </Button>
          )}
          {wallet && account.status === 'ACTIVE' && <Button onClick={() => open('courtesy')}>Give courtesy Connects</Button>}
        </Group>
      </PageTitle>
      {done !== null && <Notice tone="good">{done}</Notice>}
      <AboutAccount account={account} />
      {!wallets && <Text c="dimmed">Wallets, histories and earnings are for support and admins.</Text>}
      {wallet && (
        <>
          <Wallet wallet={wallet} />
          <Lots walletId={wallet.id} now={now} />
          <History walletId={wallet.id} />
        </>
      )}
      {account.cashWallet && <Cash wallet={account.cashWallet} />}
      {account.referralAccount && <Referring account={account.referralAccount} />}
      {dialog === 'courtesy' && wallet && <CourtesyDialog name={account.displayName} wallet={wallet} given={setDone} close={close} />}
      {(dialog === 'suspend' || dialog === 'reinstate') && <StandingDialog change={dialog} account={account} done={setDone} close={close} />}
    </>
  );
}
