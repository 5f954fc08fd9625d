import { describe, expect, it } from 'vitest';
import { paid, perJob, spent } from './samples';
import { amount, chance, change, inSentence, oddsOf, pValueText, range, titleOf } from './words';

const purchases = { key: 'purchases', name: 'Purchases of Connects, in cents', kind: 'MEAN', higherIsBetter: true } as const;
const buyers = { key: 'buyers', name: 'Buyers of Connects', kind: 'PROPORTION', higherIsBetter: true } as const;

describe('a metric', () => {
  it('says what it is counted over', () => {
    expect(titleOf(spent, 'ACCOUNT')).toBe('Connects spent per talent');
    expect(titleOf(spent, 'JOB_CATEGORY')).toBe('Connects spent per job category');
    expect(titleOf(perJob, 'JOB_CATEGORY')).toBe('Proposals per job');
    expect(titleOf(purchases, 'ACCOUNT')).toBe('Purchases of Connects per talent');
    expect(titleOf(buyers, 'ACCOUNT')).toBe('Buyers of Connects, of all talents');
  });

  it('keeps its name within a sentence when the name is a proper one', () => {
    expect(inSentence('Connects spent per talent')).toBe('Connects spent per talent');
    expect(inSentence('Proposals per job')).toBe('proposals per job');
  });

  it('has figures in the unit that people read', () => {
    expect(amount(1234.5, purchases)).toBe('$12.35');
    expect(amount(0.0412, buyers)).toBe('4.12%');
    expect(amount(41.234, paid)).toBe('41.2');
    expect(amount(12345.6, spent)).toBe('12,346');
  });
});

describe('an effect', () => {
  it('has a size and a direction', () => {
    expect(change(0.2345)).toBe('23% higher');
    expect(change(-0.0412)).toBe('4.1% lower');
    expect(change(0)).toBe('unchanged');
  });

  it('has a range, whichever side of no change it lies on', () => {
    expect(range(0.05, 0.36)).toBe('between 5% and 36% higher');
    expect(range(-0.31, -0.12)).toBe('between 12% and 31% lower');
    expect(range(-0.06, 0.154)).toBe('anything from 6% lower to 15% higher');
    expect(range(0.101, 0.102)).toBe('10% higher');
    expect(range(null, 0.1)).toBe('anything from nothing at all to 10% higher');
    expect(range(-1.16, 1.61)).toBe('anything from nothing at all to 161% higher');
    expect(range(-0.5, null)).toBe('anything from 50% lower upwards');
    expect(range(null, null)).toBe('anything at all');
  });
});

describe('a probability', () => {
  it('is told as how often', () => {
    expect(oddsOf(1)).toBe('practically every time');
    expect(oddsOf(0.62)).toBe('about 62 times in 100');
    expect(oddsOf(0.012)).toBe('about once in 83 times');
    expect(oddsOf(0.00042)).toBe('about once in 2,400 times');
    expect(oddsOf(1e-9)).toBe('less than once in 10,000 times');
  });

  it('is never quite none or all', () => {
    expect(pValueText(0.0123)).toBe('p = 0.012');
    expect(pValueText(0.618)).toBe('p = 0.62');
    expect(pValueText(1e-9)).toBe('p < 0.0001');
    expect(chance(0.9994)).toBe('more than 99.9%');
    expect(chance(0.8125)).toBe('81.3%');
  });
});
