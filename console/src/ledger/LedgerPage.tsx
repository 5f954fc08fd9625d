import '../styles/ledger.css';
import { Stack } from '@mantine/core';
import { Answer } from '../common/Answer';
import { PageTitle } from '../common/PageTitle';
import { useViewer } from '../shell/useViewer';
import { AccountFinder } from './AccountFinder';
import { Books } from './Books';

export function LedgerPage() {
  const { query, mayReadWallets, mayFindByEmail } = useViewer();
  return (
    <Stack gap="lg">
      <PageTitle title="Ledger" />
      <Answer query={query}>{() => <AccountFinder wallets={mayReadWallets} byEmail={mayFindByEmail} />}</Answer>
      <Books />
    </Stack>
  );
}
