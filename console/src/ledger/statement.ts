import type { ConnectsEntryKind, ConnectsHistoryFilter } from '#graphql';

/** What the history is narrowed to; days are of UTC, and the last one counts whole. */
export interface StatementFilter {
  readonly kinds: readonly ConnectsEntryKind[];
  readonly from: string;
  readonly to: string;
}

export const everything: StatementFilter = { kinds: [], from: '', to: '' };

export const entryKinds: readonly ConnectsEntryKind[] = [
  'PURCHASE',
  'GRANT',
  'SPEND',
  'REFUND',
  'INTERVIEW_REFUND',
  'INTERVIEW_AWARD',
  'REWARD',
  'REFERRAL',
  'COURTESY',
  'EXPIRY',
  'FORFEIT',
];

export function asWhere({ kinds, from, to }: StatementFilter): ConnectsHistoryFilter {
  return { kinds: kinds.length === 0 ? null : [...kinds], from: startOf(from), to: endOf(to) };
}

/** Where the API has the statement as CSV: of all kinds, for a balance needs each line. */
export function csvPath(walletId: string, { from, to }: StatementFilter): string {
  const parameters = new URLSearchParams();
  const [since, until] = [startOf(from), endOf(to)];
  if (since !== null) parameters.set('from', since);
  if (until !== null) parameters.set('to', until);
  const query = parameters.toString();
  return `/wallets/${encodeURIComponent(walletId)}/history.csv${query === '' ? '' : `?${query}`}`;
}

export function isBackwards({ from, to }: StatementFilter): boolean {
  return from !== '' && to !== '' && from > to;
}

function startOf(day: string): string | null {
  return isDay(day) ? `${day}T00:00:00Z` : null;
}

/** The instant at which a day is over. */
function endOf(day: string): string | null {
  return isDay(day) ? `${new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 19)}Z` : null;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}
