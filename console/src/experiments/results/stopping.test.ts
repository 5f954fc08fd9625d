import { describe, expect, it } from 'vitest';
import { fallbackSentence, switchingSentence } from './stopping';
import { results } from './samples';

const flag = (disabled: string) => ({ key: 'rates', variants: [], definition: { allocation: { default_when_enabled: 'standard', default_when_disabled: disabled } } });
const arms = [
  { variant: 'standard', weight: '50', control: true },
  { variant: 'doubled', weight: '50', control: false },
];

describe('a stop', () => {
  it('gives everybody the flag’s default', () => {
    expect(fallbackSentence({ flag: flag('standard') })).toBe('Everybody sees “standard” again: what the flag says without an experiment.');
    expect(fallbackSentence({ flag: flag('none') })).toContain('(“none”, if the flag was off before the start)');
    expect(fallbackSentence({ flag: { ...flag(''), definition: null } })).toBe('Everybody sees what the flag “rates” says by itself.');
  });

  it('concerns those who met something else', () => {
    expect(switchingSentence({ arms, flag: flag('standard'), unit: 'ACCOUNT' }, results([]))).toBe('48 accounts that have met “doubled” fall back from the next request on.');
    expect(switchingSentence({ arms, flag: flag('standard'), unit: 'ACCOUNT' }, null)).toBeNull();
  });
});
