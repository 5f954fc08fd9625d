import type { ReferralProgramTermsFragment, RewardPartsFragment } from '#graphql';
import { counted, money } from '../common/format';

/** $10.00 or 10 Connects, and 10 Connects to who was referred */
export function rewardInWords({ cash, connects, referredConnects, ifSilent }: RewardPartsFragment): string {
  const own = [cash && money(cash), connects && counted(connects, 'Connect')].filter((part) => part !== null && part !== 0 && part !== '');
  const choice = own.length === 2 && ifSilent !== null ? `, the referrer’s choice (${ifSilent === 'CASH' ? 'cash' : 'Connects'} for who says nothing)` : '';
  const theirs = referredConnects ? `${counted(referredConnects, 'Connect')} to who was referred` : null;
  return [own.length > 0 ? `${own.join(' or ')}${choice}` : null, theirs].filter((part) => part !== null).join(', and ') || 'nothing';
}

/** One line for each tier: for each, or from the 10th on. */
export function tiersInWords(tiers: ReferralProgramTermsFragment['tiers']): string[] {
  return tiers.map(({ from, reward }) => `${from <= 1 ? 'For each success' : `From the ${ordinal(from)} on`}: ${rewardInWords(reward)}`);
}

/** What a referral brings once it counts: what is booked for it, or what its program promises. */
export function wouldBring(reward: RewardPartsFragment | null, tiers: ReferralProgramTermsFragment['tiers']): string {
  if (reward !== null) return rewardInWords(reward);
  return tiers.map((tier) => `${tier.from <= 1 ? '' : `from the ${ordinal(tier.from)} on: `}${rewardInWords(tier.reward)}`).join('; ');
}

export function ordinal(value: number): string {
  const tens = value % 100;
  const suffix = tens >= 11 && tens <= 13 ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[value % 10] ?? 'th');
  return `${value}${suffix}`;
}
