import { describe, expect, it } from 'vitest';
import { promisesInWords, refusedPlace, switchesInWords } from './switches';

const categories = { one: 'job category', many: 'job categories' };
const none = { units: 0, switching: 0, openQuotesAffected: 0 };

describe('a preview in words', () => {
  it.each([
    [none, 'No job categories were seen in the last 30 days, so there is nobody to count.'],
    [{ ...none, units: 12 }, 'None of the 12 job categories seen in the last 30 days would switch: everybody keeps the variant they have.'],
    [{ ...none, units: 8, switching: 8 }, 'All 8 job categories seen in the last 30 days would switch to another variant.'],
    [{ ...none, units: 1, switching: 1 }, 'The one job category seen in the last 30 days would switch to another variant.'],
    [{ ...none, units: 1_200, switching: 30 }, '30 of the 1,200 job categories seen in the last 30 days (2.5%) would switch to another variant.'],
  ])('of %o is one sentence', (preview, words) => {
    expect(switchesInWords(preview, categories)).toBe(words);
  });

  it('says what is kept of promises, where there are any', () => {
    expect(promisesInWords(none)).toBeNull();
    expect(promisesInWords({ ...none, openQuotesAffected: 1 })).toBe('1 open job of theirs keeps what was promised when it was posted.');
    expect(promisesInWords({ ...none, openQuotesAffected: 1_500 })).toBe('1,500 open jobs of theirs keep what was promised when they were posted.');
  });
});

describe('a refused definition', () => {
  it('names the place', () => {
    expect(refusedPlace('definition.allocation.percentile[1].to: A range ends above its beginning: so it does.')).toEqual({
      field: 'definition.allocation.percentile[1].to',
      message: 'A range ends above its beginning: so it does.',
    });
    expect(refusedPlace('definition: An object is needed here.')?.field).toBe('definition');
  });

  it('is none when the request failed for another reason', () => {
    expect(refusedPlace('The operation took too long.')).toBeNull();
    expect(refusedPlace('definitions are: unread')).toBeNull();
  });
});
