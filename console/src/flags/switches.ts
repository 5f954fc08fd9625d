import { count, counted, percent } from '../common/format';
import type { UnitWords } from './serving';

interface Switches {
  readonly units: number;
  readonly switching: number;
  readonly openQuotesAffected: number;
}

/** How many would get another variant, out of how many. */
export function switchesInWords({ units, switching }: Switches, words: UnitWords): string {
  if (units === 0) return `No ${words.many} were seen in the last 30 days, so there is nobody to count.`;
  const seen = `${counted(units, words.one, words.many)} seen in the last 30 days`;
  if (switching === 0) return `None of the ${seen} would switch: everybody keeps the variant they have.`;
  if (switching === units) return units === 1 ? `The one ${words.one} seen in the last 30 days would switch to another variant.` : `All ${seen} would switch to another variant.`;
  return `${count(switching)} of the ${seen} (${percent((switching / units) * 100)}) would switch to another variant.`;
}

/** What becomes of what was promised to them. */
export function promisesInWords({ openQuotesAffected }: Switches): string | null {
  return openQuotesAffected === 0 ? null : `${counted(openQuotesAffected, 'open job')} of theirs ${openQuotesAffected === 1 ? 'keeps' : 'keep'} what was promised when ${openQuotesAffected === 1 ? 'it was' : 'they were'} posted.`;
}

/** The API's refusal of a definition that could not be saved: the place, then what is wrong there. */
export function refusedPlace(message: string): { field: string; message: string } | null {
  const found = /^(definition(?:[.[][^:]*)?): ([\s\S]+)$/.exec(message);
  return found === null ? null : { field: found[1]!, message: found[2]! };
}
