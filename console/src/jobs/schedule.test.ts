import { describe, expect, it } from 'vitest';
import { inWords } from './schedule';

describe('a schedule in words', () => {
  it.each([
    ['0 0 3 * * ?', 'Every day at 03:00 UTC'],
    ['0 30 14 ? * *', 'Every day at 14:30 UTC'],
    ['0 5 * * * ?', 'Every hour at 05 minutes past'],
    ['0 0/15 * * * ?', 'Every 15 minutes'],
    ['0 */1 * * * ?', 'Every minute'],
    ['20 * * * * ?', 'Every minute at 20 seconds past'],
    ['0 0 0/6 * * ?', 'Every 6 hours'],
    ['0 0 9 ? * MON', 'Every Monday at 09:00 UTC'],
    ['0 0 9 ? * 2', 'Every Monday at 09:00 UTC'],
    ['0 0 0 1 * ?', 'On day 1 of each month at 00:00 UTC'],
    ['0 0 0 L * ?', 'On the last day of each month at 00:00 UTC'],
  ])('%s is “%s”', (expression, words) => {
    expect(inWords(expression)).toBe(words);
  });

  it.each(['0 0 3 * 1 ?', '30 0 3 * * ?', '0 0 3,15 * * ?', '0 0 9 ? * MON-FRI', '0 0 9 1 * MON', 'nonsense', ''])('%s stays an expression', (expression) => {
    expect(inWords(expression)).toBeNull();
  });
});
