import { counted, span } from '../common/format';

/** What a field of date and time says, taken as UTC; null while it says nothing whole. */
export function instantOf(text: string): string | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/.test(text) || Number.isNaN(Date.parse(`${text}Z`))) return null;
  return text.length === 16 ? `${text}:00Z` : `${text}Z`;
}

/** in 12 days, or 3 days ago */
export function fromNow(now: string, instant: string): string {
  const [from, to] = [now, instant].sort((one, other) => Date.parse(one) - Date.parse(other)) as [string, string];
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
  const distance = days >= 2 ? counted(days, 'day') : span(from, to);
  return from === now ? `in ${distance}` : `${distance} ago`;
}
