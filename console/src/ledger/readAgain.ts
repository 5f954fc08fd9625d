import type { QueryClient } from '@tanstack/react-query';
import { AccountSearchDocument, CashHistoryDocument, LedgerAccountDocument, LedgerHealthDocument, WalletBalanceAtDocument, WalletHistoryDocument, WalletLotsDocument } from '#graphql';
import { operationName } from '../api/queries';

/** What shows an account or its wallets. */
export const accountQueries = [LedgerAccountDocument, WalletLotsDocument, WalletHistoryDocument, WalletBalanceAtDocument, CashHistoryDocument] as const;

/** Reads again what a change of an account may have changed. */
export async function readAgain(client: QueryClient): Promise<void> {
  await Promise.all([...accountQueries, AccountSearchDocument, LedgerHealthDocument].map((document) => client.invalidateQueries({ queryKey: [operationName(document)] })));
}
