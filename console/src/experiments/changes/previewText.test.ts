import { describe, expect, it } from 'vitest';
import { type ChangePreview, flagText, previewText } from './previewText';

const about = { unit: 'ACCOUNT' as const, flagKey: 'interview-reward', traffic: '10' };
const definition = { allocation: { default_when_enabled: 'split', default_when_disabled: 'off' } };

function preview(changes: Partial<ChangePreview>): ChangePreview {
  return { units: 1_000, switching: 0, moves: [], openQuotesAffected: 0, arms: [], changingSides: 0, enabled: true, definition, ...changes };
}

describe('what a change would do', () => {
  it('says of a start how many are in which arm, and of how many', () => {
    const arms = [
      { variant: 'split', now: 0, then: 52 },
      { variant: 'randomized', now: 0, then: 48 },
    ];
    expect(previewText('START', preview({ arms, switching: 48, moves: [{ from: 'split', to: 'randomized', units: 48 }] }), about)).toEqual([
      'Of 1,000 accounts seen in the last 30 days, 52 would be in “split” and 48 would be in “randomized”; 900 stay outside.',
      '48 accounts get another variant: 48 “randomized” instead of “split”.',
    ]);
  });

  it('says of more traffic how many come in, and that nobody changes sides', () => {
    const arms = [
      { variant: 'split', now: 52, then: 260 },
      { variant: 'randomized', now: 48, then: 240 },
    ];
    expect(previewText('CHANGE_TRAFFIC', preview({ arms }), about)).toEqual([
      'Of 1,000 accounts seen in the last 30 days, 400 accounts more come in: 208 to “split” and 192 to “randomized”.',
      '100 accounts are in it now at 10%: none of them changes sides, and none drops out.',
    ]);
    expect(previewText('CHANGE_TRAFFIC', preview({ arms, changingSides: 3 }), about)[1]).toBe('3 accounts would change sides.');
  });

  it('says of a stop who falls back to what, what is kept and what the flag says then', () => {
    const arms = [
      { variant: 'standard', now: 6, then: 0 },
      { variant: 'doubled', now: 6, then: 0 },
    ];
    const stopped = preview({ units: 12, arms, switching: 6, moves: [{ from: 'doubled', to: 'standard', units: 6 }], openQuotesAffected: 40 });
    expect(previewText('STOP', stopped, { unit: 'JOB_CATEGORY', flagKey: 'connects-rate-card', traffic: '100' })).toEqual([
      'Of all 12 job categories, 12 job categories are in it and fall back to what the flag says by itself. 6 job categories get another variant: 6 “standard” instead of “doubled”.',
      '40 open promises made to them, such as the price of an open job, stay as they were.',
      'Afterwards the flag connects-rate-card is on, and its default is “split”.',
    ]);
  });

  it('says of a roll-out when nobody switches', () => {
    expect(previewText('ROLL_OUT', preview({}), about, { variant: 'split' })[0]).toContain('all have “split” already');
  });
});

describe('what the flag says afterwards', () => {
  it('is its default, and what comes before it', () => {
    const own = { allocation: { ...definition.allocation, user: [{ users: ['a', 'b'] }], group: [{}], percentile: [{}] }, conditions: { client_filters: [{}] } };
    expect(flagText({ enabled: true, definition: own }, 'f')[1]).toBe('Of its own it has its conditions, rules for 2 units by name, rules for 1 group and its percentages, which come first.');
    expect(flagText({ enabled: false, definition }, 'f')).toEqual(['Afterwards the flag f is off: everybody gets “off”.']);
  });
});
