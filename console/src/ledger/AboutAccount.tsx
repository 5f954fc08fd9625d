import type { AccountDetailsFragment } from '#graphql';
import { Fact } from '../common/Fact';
import { date, moment } from '../common/format';
import { Panel } from '../common/Panel';
import { planName } from './AccountTable';

export function AboutAccount({ account }: { account: AccountDetailsFragment }) {
  const membership = 'membership' in account ? account.membership : undefined;
  return (
    <Panel title="Account">
      <dl className="facts">
        <Fact name="Id">
          <span className="mono">{account.id}</span>
        </Fact>
        <Fact name="Country">{countryName(account.country)}</Fact>
        <Fact name="Registered">{moment(account.createdAt)}</Fact>
        <Fact name="Email">{verified(account.emailVerifiedAt)}</Fact>
        <Fact name="Phone">{verified(account.phoneVerifiedAt)}</Fact>
        {membership && (
          <>
            <Fact name="Plan">
              {planName(membership.plan.code)}
              {membership.nextPlan && `, from ${date(membership.cycleEnd)} on ${planName(membership.nextPlan.code)}`}
            </Fact>
            <Fact name="Cycle ends">{date(membership.cycleEnd)}</Fact>
            <Fact name="Next monthly Connects">{membership.nextGrantAt === null ? 'none will come' : date(membership.nextGrantAt)}</Fact>
          </>
        )}
      </dl>
    </Panel>
  );
}

function verified(at: string | null): string {
  return at === null ? 'not verified' : `verified ${date(at)}`;
}

const countries = new Intl.DisplayNames('en', { type: 'region' });

function countryName(code: string): string {
  return countries.of(code) ?? code;
}
