import { describe, expect, it } from 'vitest';
import { fromNow, instantOf } from './instants';

describe('instants', () => {
  it('are what a field says, in UTC', () => {
    expect(instantOf('2026-11-21T08:30')).toBe('2026-11-21T08:30:00Z');
    expect(instantOf('2026-11-21T08:30:15')).toBe('2026-11-21T08:30:15Z');
  });

  it.each(['', '2026-11-21', '2026-13-41T08:30', '2026-11-21T08:30Z'])('are none in “%s”', (text) => {
    expect(instantOf(text)).toBeNull();
  });

  it('lie ahead or behind', () => {
    expect(fromNow('2026-11-21T00:00:00Z', '2026-12-03T00:00:00Z')).toBe('in 12 days');
    expect(fromNow('2026-11-21T00:01:00Z', '2027-11-21T00:00:00Z')).toBe('in 365 days');
    expect(fromNow('2026-11-21T00:00:00Z', '2026-11-20T22:00:00Z')).toBe('2 hours ago');
  });
});
