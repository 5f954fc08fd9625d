import { describe, expect, it } from 'vitest';
import { type Draft, emptyDraft } from './draft';
import { planOf, questionOf } from './estimate';

const draft: Draft = {
  ...emptyDraft,
  primaryMetric: 'connects-spent',
  arms: [
    { variant: 'a', weight: 50 },
    { variant: 'b', weight: 50 },
  ],
};
const metric = { key: 'connects-spent', name: 'Connects spent', kind: 'MEAN' as const, higherIsBetter: true };
const size = { baseline: 20, unitsPerArm: 1_000, days: 10 };

describe('the estimate', () => {
  it('is asked for once there is something to ask', () => {
    expect(questionOf(emptyDraft)).toBeNull();
    expect(questionOf({ ...draft, effect: 0 })).toBeNull();
    expect(questionOf({ ...draft, effect: 2.5 })).toEqual({ metric: 'connects-spent', minimumRelativeEffect: '0.025', unit: 'ACCOUNT', arms: 2 });
  });

  it('says what the effect is, how many it takes and how long', () => {
    expect(planOf(size, draft, metric, 0)).toEqual([
      '“Connects spent per talent” stands at 20; an effect of +5% would make it 21.',
      'To show that, the smallest arm needs 1,000 accounts, all arms together 2,000.',
      'With all accounts in the test that takes about 10 days, at the pace of the last 28 days.',
    ]);
  });

  it('takes longer with less traffic and with a small arm', () => {
    expect(planOf(size, { ...draft, traffic: 50, layerShare: 40 }, metric, 0)[2]).toContain('20% of the accounts in the test that takes about 50 days');
    const uneven = { ...draft, arms: [draft.arms[0]!, { variant: 'b', weight: 10 }].map((arm) => (arm.variant === 'a' ? { ...arm, weight: 90 } : arm)) };
    expect(planOf(size, uneven, metric, 0).join(' ')).toMatch(/together 10,000.*about 50 days/);
    expect(planOf(size, { ...draft, traffic: 0 }, metric, 0)[2]).toContain('never');
    expect(planOf({ ...size, days: 200 }, draft, metric, 0)[2]).toContain('That is long');
    expect(planOf({ ...size, days: 7_300 }, { ...draft, audience: { ...draft.audience, everyone: false } }, metric, 0)[2]).toMatch(/about 20 years,.*An audience takes longer/);
  });

  it('says of few units whether they are enough, and writes shares as percent', () => {
    const few = { baseline: 0.4, unitsPerArm: 8, days: null };
    const byCategory = { ...draft, unit: 'JOB_CATEGORY' as const, effect: -10 };
    expect(planOf(few, byCategory, { ...metric, key: 'buyers', name: 'Buyers', kind: 'PROPORTION' }, 12)).toEqual([
      '“Buyers, of all job categories” stands at 40%; an effect of -10% would make it 36%.',
      'To show that, the smallest arm needs 8 job categories, all arms together 16.',
      'Only 12 job categories are in the test and no more will come: an effect of that size may stay hidden.',
    ]);
    expect(planOf({ ...few, unitsPerArm: 6 }, byCategory, metric, 12)[2]).toContain('enough');
  });
});
