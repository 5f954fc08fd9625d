import type { ScheduledJobRunFragment } from '#graphql';
import { count, counted } from '../common/format';

type Run = Pick<ScheduledJobRunFragment, 'outcome' | 'processed' | 'total' | 'error'>;

interface Work {
  readonly did: string;
  readonly one: string;
  readonly many: string;
}

function work(did: string, one: string, many = `${one}s`): Work {
  return { did, one, many };
}

// What each job counts.
const works: Record<string, Work> = {
  'analyze-experiments': work('Analyzed', 'experiment'),
  'check-ledger': work('Checked', 'wallet'),
  'dispatch-outbox': work('Took up', 'message'),
  'draw-rewards': work('Decided', 'reward'),
  'expire-connects': work('Expired', 'lot'),
  'grant-monthly': work('Renewed', 'member'),
  'lapse-referrals': work('Let lapse', 'referral'),
  'lapse-rewards': work('Let lapse', 'reward'),
  'make-partitions': work('Made', 'partition'),
  'notify-expiring': work('Announced the end of', 'lot'),
  'process-interview-credits': work('Processed', 'interview'),
  'release-referral-holds': work('Released', 'referral reward'),
  'remind-clients': work('Sent', 'reminder'),
  'remind-contracts': work('Sent', 'reminder'),
  'review-demand': work('Reviewed', 'job'),
};

/** What a run did, or does: "Expired 12 lots." */
export function whatItDid(job: string, { outcome, processed, total, error }: Run): string {
  const { did, one, many } = works[job] ?? work('Processed', 'item');
  const done = counted(processed, one, many);
  const part = total === null || total <= processed ? done : `${count(processed)} of ${counted(total, one, many)}`;
  if (outcome === 'RUNNING') return `${part} so far.`;
  if (outcome === 'FAILED') return processed === 0 ? (error ?? 'It failed.') : `${error ?? 'It failed.'} Before that: ${part}.`;
  return processed === 0 ? 'Nothing was due.' : `${did} ${part}.`;
}

/** How far a run is, in percent; null where nobody knows how much there is. */
export function progressOf({ processed, total }: Run): number | null {
  return total === null || total === 0 ? null : Math.min(100, (processed / total) * 100);
}
