import { percent } from '../common/format';

export interface FunnelCounts {
  readonly clicks: number;
  readonly signUps: number;
  readonly qualified: number;
  readonly rewarded: number;
}

export interface FunnelStep {
  readonly name: string;
  readonly count: number;
  /** Of the widest step, 0 to 100. */
  readonly width: number;
  /** 25% of clicks; null for the first, and where nobody could come from the step before. */
  readonly share: string | null;
}

/** The way from a click to a reward. People sign up without a counted click too, so a step may be wider than the one before. */
export function funnelOf({ clicks, signUps, qualified, rewarded }: FunnelCounts): FunnelStep[] {
  const steps: [string, number][] = [
    ['Clicks', clicks],
    ['Sign-ups', signUps],
    ['Qualified', qualified],
    ['Rewarded', rewarded],
  ];
  const widest = Math.max(1, ...steps.map(([, count]) => count));
  return steps.map(([name, count], place) => {
    const [from, before] = steps[place - 1] ?? ['', 0];
    return { name, count, width: (100 * count) / widest, share: before === 0 ? null : `${percent(Math.round((1000 * count) / before) / 10)} of ${from.toLowerCase()}` };
  });
}

export const periods = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: 'all', label: 'All time' },
] as const;

export type Period = (typeof periods)[number]['value'];

/** When a period began, at the start of a day, so that a page that is read again asks the same question. */
export function sinceOf(period: Period, now: string): string | null {
  if (period === 'all') return null;
  const day = Date.parse(`${now.slice(0, 10)}T00:00:00Z`);
  return `${new Date(day - Number(period) * 86_400_000).toISOString().slice(0, 19)}Z`;
}
