import { describe, expect, it } from 'vitest';
import { checkAudience, everyone, fromAudience, toAudience } from './audience';

const some = { ...everyone, everyone: false };

describe('an audience', () => {
  it('is everybody, or what was filled in', () => {
    expect(toAudience(everyone)).toBeNull();
    expect(toAudience({ ...some, groups: 'FREELANCER, CLIENT', attributes: [{ name: ' country ', values: 'US, CA,US' }], from: '2026-12-01T08:00' })).toEqual({
      groups: ['FREELANCER', 'CLIENT'],
      attributes: { country: ['US', 'CA'] },
      from: '2026-12-01T08:00:00Z',
    });
  });

  it('comes back as it was given', () => {
    const audience = { users: ['a', 'b'], groups: ['FREELANCER'], attributes: { country: ['US'] }, from: '2026-12-01T08:00:00Z', until: '2027-01-01T00:00:00Z' };
    expect(toAudience(fromAudience(audience))).toEqual(audience);
    expect(fromAudience(null)).toEqual(everyone);
  });

  it('says what is missing', () => {
    expect(checkAudience(everyone)).toBeNull();
    expect(checkAudience(some)).toContain('nobody');
    expect(checkAudience({ ...some, attributes: [{ name: '', values: 'US' }] })).toContain('Name each');
    expect(checkAudience({ ...some, attributes: [{ name: 'country', values: ' , ' }] })).toContain('“country”');
    expect(checkAudience({ ...some, from: '2026-12-02T00:00', until: '2026-12-01T00:00' })).toContain('ends before');
  });
});
