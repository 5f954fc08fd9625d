import { change } from '../words';

export interface Interval {
  readonly lift: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

// However wide an interval is, what is near zero must stay readable; what goes beyond ends in an arrow. Nothing falls by more than all there is.
const farthest = 2;
const nothing = -1;
// Differences that nobody would notice are not blown up to the width of the page.
const least = 0.05;

/** What the axis of a metric spans: zero, every lift, its interval and the limit, with some air. */
export function liftDomain(intervals: readonly Interval[], also: readonly number[] = []): [number, number] {
  const lifts = intervals.map((each) => each.lift);
  const most = Math.max(farthest, ...lifts.map((lift) => Math.abs(lift) * 1.5));
  const ends = intervals.flatMap((each) => [each.lower ?? nothing, each.upper ?? most]).map((end) => Math.min(most, Math.max(nothing, end)));
  const all = [-least, least, ...lifts, ...ends, ...also];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const air = (high - low) * 0.08;
  return [Math.max(nothing, low - air), high + air];
}

/** -20%, 0, +20% */
export function tick(lift: number): string {
  const points = Math.round(lift * 1000) / 10;
  if (points === 0) return '0';
  return `${points > 0 ? '+' : '−'}${Math.abs(points)}%`;
}

/** What a reader's voice says instead of the picture. */
export function spoken(name: string, rows: readonly (Interval & { label: string })[]): string {
  const each = rows.map((row) => `${row.label} ${change(row.lift)}, interval from ${row.lower === null ? 'no limit' : tick(row.lower)} to ${row.upper === null ? 'no limit' : tick(row.upper)}`);
  return `${name}: ${each.join('; ')}. The zero line is no change.`;
}
