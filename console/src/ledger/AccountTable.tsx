import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import type { AccountRowFragment } from '#graphql';
import { count, date, words } from '../common/format';
import { StateBadge } from '../common/StateBadge';

export function accountPath(id: string): string {
  return `/ledger/accounts/${encodeURIComponent(id)}`;
}

export function AccountTable({ accounts, wallets }: { accounts: readonly AccountRowFragment[]; wallets: boolean }) {
  return (
    <table className="data-table stacking" aria-label="Accounts found">
      <thead>
        <tr>
          <th scope="col">Account</th>
          <th scope="col">Kind</th>
          <th scope="col">Status</th>
          <th scope="col">Registered</th>
          {wallets && <th scope="col">Plan</th>}
          {wallets && (
            <th scope="col" className="number">
              Connects
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {accounts.map((account) => (
          <tr key={account.id}>
            <td data-label="Account">
              <Anchor component={Link} to={accountPath(account.id)} fw={600} inherit>
                {account.displayName}
              </Anchor>
            </td>
            <td data-label="Kind">{account.__typename}</td>
            <td data-label="Status">
              <StateBadge state={account.status} />
            </td>
            <td data-label="Registered">{date(account.createdAt)}</td>
            {wallets && <td data-label="Plan">{'membership' in account && account.membership ? planName(account.membership.plan.code) : 'none'}</td>}
            {wallets && (
              <td data-label="Connects" className="number">
                {'wallet' in account && account.wallet ? count(account.wallet.balance) : 'none'}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** FREELANCER_PLUS of a freelancer is Plus. */
export function planName(code: string): string {
  return words(code.slice(code.indexOf('_') + 1));
}
