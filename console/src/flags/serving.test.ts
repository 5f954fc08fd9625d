import { describe, expect, it } from 'vitest';
import { inOneSentence, namedUnits, servings, switched } from './serving';

const defaults = { default_when_enabled: 'standard', default_when_disabled: 'off', seed: 'x' };
const jobs = { one: 'job', many: 'jobs' };

function said(allocation: object, on = true, rest: object = {}): string {
  return inOneSentence(servings({ allocation: { ...defaults, ...allocation }, ...rest }, on, jobs));
}

describe('who gets what', () => {
  it('is the default where no rule is', () => {
    expect(said({})).toBe('Everybody gets “standard”.');
  });

  it('is the variant for disabled where the flag is off, whatever its rules say', () => {
    expect(said({ percentile: [{ variant: 'doubled', from: 0, to: 50 }] }, false)).toBe('Everybody gets “off”.');
  });

  it('adds up the ranges of a variant, and says who is left', () => {
    const percentile = [
      { variant: 'doubled', from: 0, to: 12.5 },
      { variant: 'standard', from: 12.5, to: 25 },
      { variant: 'doubled', from: 50, to: 62.5 },
    ];
    expect(said({ percentile })).toBe('25% of the jobs get “doubled”, 12.5% of the jobs get “standard”, everybody else gets “standard”.');
  });

  it('leaves nobody over when the ranges are everybody', () => {
    const thirds = [0, 100 / 3, 200 / 3].map((from, index) => ({ variant: 'abc'[index], from, to: from + 100 / 3 }));
    expect(said({ percentile: thirds })).toBe('33.33% of the jobs get “a”, 33.33% of the jobs get “b”, 33.33% of the jobs get “c”.');
  });

  it('names those who are named first, then groups, then shares', () => {
    const user = [
      { variant: 'doubled', users: ['a'] },
      { variant: 'standard', users: ['b', 'c'] },
    ];
    const group = [{ variant: 'doubled', groups: ['TOP_RATED', 'STAFF'] }];
    expect(said({ user, group, percentile: [{ variant: 'doubled', from: 0, to: 10 }] })).toBe(
      '1 job by name gets “doubled”, 2 jobs by name get “standard”, the jobs in TOP_RATED, STAFF get “doubled”, 10% of the other jobs get “doubled”, everybody else gets “standard”.',
    );
  });

  it('sends whom the conditions leave out to the variant for disabled', () => {
    expect(said({}, true, { conditions: { client_filters: [{ name: 'Microsoft.TimeWindow' }] } })).toBe('Whoever the conditions leave out gets “off”, everybody else gets “standard”.');
  });
});

describe('a definition', () => {
  it('names units under several rules of one variant together', () => {
    const user = [
      { variant: 'a', users: ['1'] },
      { variant: 'b', users: ['2'] },
      { variant: 'a', users: ['3'] },
    ];
    expect(namedUnits({ allocation: { user } })).toEqual([
      { variant: 'a', names: ['1', '3'] },
      { variant: 'b', names: ['2'] },
    ]);
    expect(namedUnits(null)).toEqual([]);
  });

  it('is switched and otherwise the same', () => {
    expect(switched({ id: 'x', enabled: true, allocation: {} }, false)).toEqual({ id: 'x', enabled: false, allocation: {} });
  });
});
