import { describe, expect, it } from 'vitest';
import { funnelOf, sinceOf } from './funnel';
import { ordinal, rewardInWords, tiersInWords, wouldBring } from './words';

const dollars = (amount: string) => ({ amount, currency: 'USD' });
const none = { cash: null, connects: null, referredConnects: null, ifSilent: null };

describe('a funnel', () => {
  it('draws each step against the widest, and says its share of the step before', () => {
    expect(funnelOf({ clicks: 200, signUps: 50, qualified: 10, rewarded: 5 })).toEqual([
      { name: 'Clicks', count: 200, width: 100, share: null },
      { name: 'Sign-ups', count: 50, width: 25, share: '25% of clicks' },
      { name: 'Qualified', count: 10, width: 5, share: '20% of sign-ups' },
      { name: 'Rewarded', count: 5, width: 2.5, share: '50% of qualified' },
    ]);
  });

  it('stands when nobody came, and when more signed up than clicked', () => {
    expect(funnelOf({ clicks: 0, signUps: 0, qualified: 0, rewarded: 0 }).every((step) => step.width === 0 && step.share === null)).toBe(true);
    expect(funnelOf({ clicks: 0, signUps: 4, qualified: 1, rewarded: 0 }).map((step) => step.share)).toEqual([null, null, '25% of sign-ups', '0% of qualified']);
  });

  it('begins with a day', () => {
    expect(sinceOf('30', '2026-03-15T17:20:00Z')).toBe('2026-02-13T00:00:00Z');
    expect(sinceOf('all', '2026-03-15T17:20:00Z')).toBeNull();
  });
});

describe('a reward in words', () => {
  it.each([
    [{ ...none, cash: dollars('10.00') }, '$10.00'],
    [{ ...none, connects: 10, referredConnects: 10 }, '10 Connects, and 10 Connects to who was referred'],
    [{ ...none, cash: dollars('10.00'), connects: 1, ifSilent: 'CASH' as const }, '$10.00 or 1 Connect, the referrer’s choice (cash for who says nothing)'],
    [none, 'nothing'],
  ])('%#', (reward, words) => {
    expect(rewardInWords(reward)).toBe(words);
  });

  it('grows by tiers', () => {
    const tiers = [1, 10, 50].map((from, place) => ({ from, reward: { ...none, cash: dollars(`${10 + 5 * place}.00`) } }));
    expect(tiersInWords(tiers)).toEqual(['For each success: $10.00', 'From the 10th on: $15.00', 'From the 50th on: $20.00']);
    expect(wouldBring(null, tiers)).toBe('$10.00; from the 10th on: $15.00; from the 50th on: $20.00');
    expect(wouldBring({ ...none, connects: 3 }, tiers)).toBe('3 Connects');
    expect([1, 2, 3, 11, 22, 113].map(ordinal)).toEqual(['1st', '2nd', '3rd', '11th', '22nd', '113th']);
  });
});
