import { describe, expect, it } from 'vitest';
import { counted, moment, money, percent, signed, span, words } from './format';

describe('formats', () => {
  it('give instants in UTC, whatever the machine’s own zone', () => {
    expect(moment('2026-11-20T23:59:59.9Z')).toBe('20 Nov 2026, 23:59 UTC');
    expect(moment('2026-11-21T01:30:00+02:00')).toBe('20 Nov 2026, 23:30 UTC');
  });

  it('give spans in the largest unit that fits', () => {
    expect(span('2026-11-01T08:00:00Z', '2026-11-15T09:00:00Z')).toBe('14 days');
    expect(span('2026-11-01T08:00:00Z', '2026-11-01T09:59:00Z')).toBe('1 hour');
    expect(span('2026-11-01T08:00:00Z', '2026-11-01T08:00:00.350Z')).toBe('0.4 seconds');
    expect(span('2026-11-01T08:00:00Z', '2026-11-01T07:00:00Z')).toBe('less than 0.1 seconds');
  });

  it('give amounts with their sign, and money with its currency', () => {
    expect(signed(1234)).toBe('+1,234');
    expect(signed(-6)).toBe('−6');
    expect(money({ amount: '1234.5', currency: 'USD' })).toBe('$1,234.50');
    expect(money({ amount: '-0.15', currency: 'USD' })).toBe('−$0.15');
  });

  it('give counts, percents and words', () => {
    expect(counted(1, 'lot')).toBe('1 lot');
    expect(counted(1234, 'lot')).toBe('1,234 lots');
    expect(percent(33.333)).toBe('33.33%');
    expect(words('TRUST_AND_SAFETY')).toBe('Trust and safety');
  });
});
