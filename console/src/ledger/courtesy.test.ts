import { describe, expect, it } from 'vitest';
import { newKey, preview, wentThroughBefore } from './courtesy';

describe('courtesy Connects', () => {
  it('are added to what can be spent', () => {
    expect(preview(30, 10)).toEqual({ after: 40 });
  });

  it.each([0, -5, 1.5, '', 'ten'])('are a whole number, not %s', (connects) => {
    expect(preview(30, connects)).toHaveProperty('wrong');
  });

  it('have a key that is never that of another gift', () => {
    expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
    expect(newKey()).not.toBe(newKey());
  });

  it('are told apart when an earlier try went through', () => {
    expect(wentThroughBefore([{ code: 'IDEMPOTENCY_CONFLICT', message: 'm' }])).toBe(true);
    expect(wentThroughBefore([{ code: 'VALIDATION_FAILED', message: 'm' }])).toBe(false);
  });
});
