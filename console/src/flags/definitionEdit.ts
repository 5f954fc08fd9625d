import type { Refusal } from '../api/refusals';
import { inOrderOf } from './history';
import { type Place, placeOf, type ReadJson } from './jsonText';
import { laidOut, lineDiff } from './lineDiff';
import { refusedPlace } from './switches';

/** What is wrong with a text, and where. */
export interface Fault {
  readonly message: string;
  /** The place as the API names it; null where the text is no JSON. */
  readonly field: string | null;
  readonly place: Place | null;
}

export const root = 'definition';

/** What can be said before the API is asked. */
export function localFault(read: ReadJson): Fault | null {
  return read.problem === null ? null : { message: read.problem.message, field: null, place: read.problem };
}

/** What the API refused at a place of the definition: an error of the preview, or a refusal of the edit. */
export function faultOf(told: Error | readonly Refusal[], read: ReadJson): Fault | null {
  const refused =
    told instanceof Error
      ? refusedPlace(told.message)
      : told.flatMap(({ field, message }) => (field !== undefined && (field === root || /^definition[.[]/.test(field)) ? [{ field, message }] : []))[0];
  if (refused == null || read.problem !== null) return null;
  return { ...refused, place: placeOf(refused.field, read.places) };
}

/** The lines by which two definitions differ; none when they say the same. */
export function difference(before: unknown, after: unknown) {
  return lineDiff(laidOut(before), laidOut(inOrderOf(after, before)));
}
