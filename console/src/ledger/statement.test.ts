import { describe, expect, it } from 'vitest';
import { asWhere, csvPath, everything, isBackwards } from './statement';

describe('a statement', () => {
  it('counts the last day whole', () => {
    expect(asWhere({ kinds: ['SPEND'], from: '2026-02-01', to: '2026-02-28' })).toEqual({ kinds: ['SPEND'], from: '2026-02-01T00:00:00Z', to: '2026-03-01T00:00:00Z' });
    expect(asWhere(everything)).toEqual({ kinds: null, from: null, to: null });
  });

  it('leaves out a day that is not written yet', () => {
    expect(asWhere({ kinds: [], from: '2026-0', to: '2026-13-45' })).toEqual({ kinds: null, from: null, to: null });
  });

  it('is a file of all kinds for the same days', () => {
    expect(csvPath('abc', everything)).toBe('/wallets/abc/history.csv');
    expect(csvPath('abc', { kinds: ['SPEND'], from: '2026-02-01', to: '' })).toBe('/wallets/abc/history.csv?from=2026-02-01T00%3A00%3A00Z');
  });

  it('notices days in the wrong order', () => {
    expect(isBackwards({ kinds: [], from: '2026-02-02', to: '2026-02-01' })).toBe(true);
    expect(isBackwards({ kinds: [], from: '2026-02-02', to: '2026-02-02' })).toBe(false);
    expect(isBackwards({ kinds: [], from: '2026-02-02', to: '' })).toBe(false);
  });
});
