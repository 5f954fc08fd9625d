import { describe, expect, it } from 'vitest';
import { instantOf } from './steps';

const now = '2026-02-28T23:30:00.123456+00:00';

describe('the instant to which a clock is moved', () => {
  it.each([
    ['1 hour', '', '2026-03-01T00:30:00.123Z'],
    ['1 year and a day', '', '2027-03-02T23:30:00.123Z'],
    ['own', '2026-12-24T18:00', '2026-12-24T18:00:00.000Z'],
    ['own', '', null],
  ])('by %s (%s) is %s', (choice, own, instant) => {
    expect(instantOf(choice, own, now)).toBe(instant);
  });
});
