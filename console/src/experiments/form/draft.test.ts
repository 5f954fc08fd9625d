import { describe, expect, it } from 'vitest';
import { fromExperiment, rebase, toEdit, toInput } from './conversion';
import { check, type Draft, emptyDraft, equalWeights, keyFrom, totalWeight } from './draft';

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

  it('asks for guardrails, audience, layer and share that mean something', () => {
    const problems = check({ ...complete, guardrails: [{ metric: '', maximumHarm: 5, stops: true }], audience: { ...complete.audience, everyone: false }, layer: 'No key', layerShare: 0 });
    expect(Object.keys(problems).sort()).toEqual(['audience', 'guardrails', 'layer', 'layerShare']);
    expect(check({ ...complete, guardrails: [{ metric: 'hires', maximumHarm: 101, stops: true }] }).guardrails).toContain('at most 100%');
    expect(check({ ...complete, arms: [...complete.arms, { variant: 'third', weight: 0 }] }).arms).toContain('above 0%');
  });
});

describe('an edit', () => {
  const saved = fromExperiment({
    key: 'double',
    name: 'Double',
    hypothesis: 'It helps.',
    state: 'DRAFT',
    version: 3,
    unit: 'JOB_CATEGORY',
    layerShare: '50',
    traffic: '12.5',
    audience: { users: ['legal'] },
    arms: [
      { variant: 'standard', weight: '70', control: true },
      { variant: 'doubled', weight: '30', control: false },
    ],
    flag: { key: 'connects-rate-card' },
    layer: { key: 'pricing' },
    primaryMetric: { key: 'connects-spent' },
    secondaryMetrics: [{ key: 'proposals' }],
    guardrails: [{ metric: { key: 'hires' }, maximumHarm: '0.25', stopsExperiment: true }],
  });

  it('starts from what is saved', () => {
    expect(saved).toMatchObject({ layer: 'pricing', traffic: 12.5, control: 'standard', guardrails: [{ metric: 'hires', maximumHarm: 25, stops: true }] });
    expect(check(saved)).toEqual({});
  });

  it('says only what is not as it was', () => {
    expect(toEdit(saved, saved)).toEqual({});
    expect(toEdit(saved, { ...saved, name: ' Twice ', effect: 9 })).toEqual({ name: 'Twice' });
    expect(toEdit(saved, { ...saved, guardrails: [{ metric: 'hires', maximumHarm: 7.5, stops: false }] })).toEqual({
      guardrails: [{ metric: 'hires', maximumHarm: '0.075', stopsExperiment: false }],
    });
    expect(toEdit(saved, { ...saved, audience: { ...saved.audience, everyone: true } })).toEqual({ audience: null });
  });

  it('keeps what was typed over what somebody else has saved, and takes over the rest', () => {
    const typed = { ...saved, hypothesis: 'Mine' };
    const theirs = { ...saved, name: 'Theirs', hypothesis: 'Theirs too' };
    expect(rebase(saved, typed, theirs)).toMatchObject({ name: 'Theirs', hypothesis: 'Mine' });
  });
});
