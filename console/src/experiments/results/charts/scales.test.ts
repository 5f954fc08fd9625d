import { describe, expect, it } from 'vitest';
import { liftDomain, spoken, tick } from './scales';

describe('the axis of a metric', () => {
  it('spans zero, the intervals and the limit', () => {
    const [low, high] = liftDomain([{ lift: 0.2, lower: 0.05, upper: 0.36 }], [-0.25]);
    expect(low).toBeLessThan(-0.25);
    expect(high).toBeGreaterThan(0.36);
    expect(liftDomain([{ lift: 0.2, lower: 0.05, upper: 0.36 }])[0]).toBeLessThan(0);
  });

  it('is not squashed by an interval that is open or very wide', () => {
    const [low, high] = liftDomain([{ lift: 0.2, lower: null, upper: 80 }]);
    expect(high).toBeLessThan(3);
    expect(low).toBe(-1);
  });

  it('spans a few percent where there is no difference', () => {
    const [low, high] = liftDomain([{ lift: 0, lower: 0, upper: 0 }]);
    expect(low).toBeLessThanOrEqual(-0.05);
    expect(high).toBeGreaterThanOrEqual(0.05);
  });
});

describe('a chart', () => {
  it('has signed percents and is spoken', () => {
    expect([tick(0.05), tick(-0.123), tick(-0.0001)]).toEqual(['+5%', '−12.3%', '0']);
    expect(spoken('Proposals per job', [{ label: 'doubled', lift: -0.2, lower: -0.31, upper: null }])).toBe(
      'Proposals per job: doubled 20% lower, interval from −31% to no limit. The zero line is no change.',
    );
  });
});
