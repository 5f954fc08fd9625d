import { describe, expect, it } from 'vitest';
import { type Summarized, summarize } from './summary';

const rateCards = [
  { key: '2023-03', tiers: [2, 4, 6, 8], inForceSince: '2023-03-08T00:00:00Z' },
  { key: 'doubled', tiers: [4, 8, 12, 16], inForceSince: null },
];

const rateCardFlag: Summarized['flag'] = {
  key: 'connects-rate-card',
  variants: [
    { name: 'standard', configuration: { rateCard: null } },
    { name: 'doubled', configuration: { rateCard: 'doubled' } },
  ],
};

function experiment(changes: Partial<Summarized>): Summarized {
  return {
    state: 'RUNNING',
    unit: 'JOB_CATEGORY',
    layerShare: '100',
    traffic: '100',
    arms: [
      { variant: 'standard', weight: '50', control: true },
      { variant: 'doubled', weight: '50', control: false },
    ],
    flag: rateCardFlag,
    primaryMetric: { key: 'connects-spent', name: 'Connects spent', higherIsBetter: true },
    ...changes,
  };
}

describe('the sentence about an experiment', () => {
  it('names the prices of rate cards instead of their variants', () => {
    expect(summarize(experiment({}), rateCards)).toBe(
      'Half of the job categories charge 4/8/12/16 Connects a proposal instead of 2/4/6/8, judged by “Connects spent”.',
    );
  });

  it('does not say of an old experiment what is in force today', () => {
    expect(summarize(experiment({ state: 'STOPPED', startedAt: '2022-01-01T00:00:00Z' }), rateCards)).toBe(
      'Half of the job categories charged 4/8/12/16 Connects a proposal instead of what the rate card in force said, judged by “Connects spent”.',
    );
  });

  it('speaks of what would be, is and was', () => {
    expect(summarize(experiment({ state: 'DRAFT' }), rateCards)).toContain('would charge');
    expect(summarize(experiment({ state: 'RUNNING' }), rateCards)).toContain('categories charge ');
    expect(summarize(experiment({ state: 'STOPPED' }), rateCards)).toContain('charged');
  });

  it('lets accounts pay what jobs charge', () => {
    expect(summarize(experiment({ unit: 'ACCOUNT' }), rateCards)).toMatch(/^Half of the accounts pay 4\/8\/12\/16/);
  });

  it('names variants where the configuration says nothing it knows', () => {
    const flag = { key: 'welcome', variants: [{ name: 'plain', configuration: 1 }, { name: 'warm', configuration: 'x' }, { name: 'cool', configuration: null }] };
    const arms = [
      { variant: 'plain', weight: '33.34', control: true },
      { variant: 'warm', weight: '33.33', control: false },
      { variant: 'cool', weight: '33.33', control: false },
    ];
    expect(summarize(experiment({ flag, arms, unit: 'JOB' }), [])).toBe('A third of the jobs get “warm” and a third “cool” instead of “plain”, judged by “Connects spent”.');
  });

  it('names the variant when its rate card is not known', () => {
    expect(summarize(experiment({}), [])).toMatch(/^Half of the job categories get “doubled” instead of/);
  });

  it('counts the share of the layer and the traffic in, and says how many are in the test', () => {
    expect(summarize(experiment({ layerShare: '40', traffic: '50', unit: 'JOB' }), rateCards)).toMatch(/^10% of the jobs charge .* in a test on 20% of them, judged/);
  });

  it('leaves out arms without weight and says what is missing of a comparison', () => {
    const arms = [
      { variant: 'standard', weight: '100', control: true },
      { variant: 'doubled', weight: '0', control: false },
    ];
    expect(summarize(experiment({ arms }), rateCards)).toContain('compares nothing yet');
  });

  it('says that only an audience is meant', () => {
    expect(summarize(experiment({ audience: { countries: ['US'] } }), rateCards)).toContain('of the job categories in its audience');
  });
});
