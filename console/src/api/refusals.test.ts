import { describe, expect, it } from 'vitest';
import { byField, isVersionConflict, refusalsOf } from './refusals';

describe('what the API refuses', () => {
  it('is nothing when there are no errors', () => {
    expect(refusalsOf({ errors: null })).toEqual([]);
  });

  it('is told apart when somebody else was faster', () => {
    expect(isVersionConflict([{ code: 'WRONG_STATE', message: 'm' }])).toBe(false);
    expect(isVersionConflict([{ code: 'VERSION_CONFLICT', message: 'm' }])).toBe(true);
  });

  it('goes to the field it names, and to the form when there is none', () => {
    const refusals = [
      { code: 'VALIDATION_FAILED', message: 'Taken.', field: 'key' },
      { code: 'VALIDATION_FAILED', message: 'Too long.', field: 'key' },
      { code: 'VALIDATION_FAILED', message: 'No seed.', field: 'seed' },
      { code: 'LAYER_FULL', message: 'Full.' },
    ];
    const sorted = byField(refusals, ['key', 'name']);
    expect(sorted.fields).toEqual({ key: 'Taken. Too long.' });
    expect(sorted.others.map((refusal) => refusal.message)).toEqual(['No seed.', 'Full.']);
  });
});
