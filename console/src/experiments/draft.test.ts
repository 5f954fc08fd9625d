import { describe, expect, it } from 'vitest';
import { check, type Draft, emptyDraft, equalWeights, keyFrom, toInput, totalWeight } from './draft';

const complete: Draft = {
  ...emptyDraft,
  name: ' Double ',
  key: 'double',
  hypothesis: 'It helps.',
  flagKey: 'connects-rate-card',
  arms: [
    { variant: 'standard', weight: 50 },
    { variant: 'doubled', weight: 50 },
  ],
  control: 'standard',
  primaryMetric: 'connects-spent',
  secondaryMetrics: ['connects-spent', 'proposals'],
};

describe('the draft of an experiment', () => {
  it('makes a key of a name', () => {
    expect(keyFrom('Double the rate card!')).toBe('double-the-rate-card');
    expect(keyFrom('  Café, très cher ')).toBe('cafe-tres-cher');
    expect(keyFrom('–')).toBe('');
  });

  it('divides evenly into weights that make exactly 100', () => {
    expect(equalWeights(2)).toEqual([50, 50]);
    expect(equalWeights(3)).toEqual([33.34, 33.33, 33.33]);
    for (const arms of [2, 3, 6, 7, 11]) {
      expect(totalWeight(equalWeights(arms).map((weight) => ({ variant: 'a', weight })))).toBe(100);
    }
  });

  it('is refused with a reason for each thing that is missing', () => {
    expect(Object.keys(check(emptyDraft)).sort()).toEqual(['flagKey', 'hypothesis', 'key', 'name', 'primaryMetric']);
    expect(check(complete)).toEqual({});
  });

  it('has weights that make 100 and a control among its arms', () => {
    expect(check({ ...complete, arms: [complete.arms[0]!, { variant: 'doubled', weight: 40 }] }).arms).toContain('90%');
    expect(check({ ...complete, control: 'other' }).arms).toContain('compared with');
    expect(check({ ...complete, arms: [complete.arms[0]!] }).arms).toContain('at least two');
  });

  it('becomes the input of the mutation, numbers as exact text', () => {
    const input = toInput(complete);
    expect(input).toMatchObject({ name: 'Double', layer: null, layerShare: '100', traffic: '100', secondaryMetrics: ['proposals'] });
    expect(input.arms).toEqual([
      { variant: 'standard', weight: '50', control: true },
      { variant: 'doubled', weight: '50', control: false },
    ]);
  });
});
