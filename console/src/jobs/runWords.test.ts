import { describe, expect, it } from 'vitest';
import { progressOf, whatItDid } from './runWords';

const run = { outcome: 'SUCCEEDED', processed: 12, total: 12, error: null } as const;

describe('what a run did', () => {
  it.each([
    ['expire-connects', run, 'Expired 12 lots.'],
    ['expire-connects', { ...run, processed: 1, total: null }, 'Expired 1 lot.'],
    ['expire-connects', { ...run, processed: 0, total: 0 }, 'Nothing was due.'],
    ['check-ledger', { ...run, processed: 1_200, total: 4_000 }, 'Checked 1,200 of 4,000 wallets.'],
    ['something-new', run, 'Processed 12 items.'],
    ['check-ledger', { ...run, outcome: 'RUNNING', total: 40 }, '12 of 40 wallets so far.'],
    ['check-ledger', { ...run, outcome: 'FAILED', processed: 0, error: 'The books do not balance.' }, 'The books do not balance.'],
    ['check-ledger', { ...run, outcome: 'FAILED', total: 40, error: 'The node stopped during the run.' }, 'The node stopped during the run. Before that: 12 of 40 wallets.'],
  ] as const)('of %s, %o, is said in its words', (job, told, words) => {
    expect(whatItDid(job, told)).toBe(words);
  });

  it('is a part of the whole where the whole is known', () => {
    expect(progressOf({ ...run, processed: 3, total: 12 })).toBe(25);
    expect(progressOf({ ...run, processed: 13, total: 12 })).toBe(100);
    expect(progressOf({ ...run, total: null })).toBeNull();
    expect(progressOf({ ...run, processed: 0, total: 0 })).toBeNull();
  });
});
