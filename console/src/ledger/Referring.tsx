import type { AccountDetailsFragment } from '#graphql';
import { Figure } from '../common/Figure';
import { count, money } from '../common/format';
import { Panel } from '../common/Panel';

/** What the account has brought by referring. */
export function Referring({ account }: { account: NonNullable<AccountDetailsFragment['referralAccount']> }) {
  if (account.clicks === 0 && account.referrals.totalCount === 0) return null;
  return (
    <Panel title="Referrals">
      <div className="figures">
        <Figure name="Clicks" value={count(account.clicks)} says="on its links" />
        <Figure name="Brought" value={count(account.referrals.totalCount)} says="signed up through them" />
        <Figure name="Connects earned" value={count(account.connectsEarned)} says="less what was taken back" />
        <Figure name="Cash earned" value={money(account.cashEarned)} says="less what was taken back" />
      </div>
    </Panel>
  );
}
