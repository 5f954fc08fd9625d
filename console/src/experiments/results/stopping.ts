import type { ExperimentDetailsFragment } from '#graphql';
import { count } from '../../common/format';
import { unitNames } from '../summary';
import type { Results } from './types';
import { listed, quoted } from './words';

type Stopped = Pick<ExperimentDetailsFragment, 'arms' | 'flag' | 'unit'>;

/** What the flag gives those whom no rule of its own concerns. */
export function defaultOf(definition: unknown): { enabled: string | null; disabled: string | null } {
  const allocation = field(definition, 'allocation');
  return { enabled: text(field(allocation, 'default_when_enabled')), disabled: text(field(allocation, 'default_when_disabled')) };
}

/** What everybody sees after the stop. */
export function fallbackSentence({ flag }: Pick<Stopped, 'flag'>): string {
  const { enabled, disabled } = defaultOf(flag.definition);
  if (enabled === null) return `Everybody sees what the flag ${quoted(flag.key)} says by itself.`;
  const off = disabled !== null && disabled !== enabled ? ` (${quoted(disabled)}, if the flag was off before the start)` : '';
  return `Everybody sees ${quoted(enabled)} again${off}: what the flag says without an experiment.`;
}

/** Who that concerns: those who have had something else. */
export function switchingSentence({ arms, flag, unit }: Stopped, results: Pick<Results, 'sampleRatio'> | null): string | null {
  const { enabled } = defaultOf(flag.definition);
  const moved = (results?.sampleRatio.arms ?? []).filter((arm) => arm.variant !== enabled && arm.units > 0 && arms.some((other) => other.variant === arm.variant));
  const total = moved.reduce((sum, arm) => sum + arm.units, 0);
  if (total === 0) return null;
  const names = unitNames[unit];
  return `${count(total)} ${total === 1 ? `${names.one} that has` : `${names.many} that have`} met ${listed(moved.map((arm) => quoted(arm.variant)))} ${total === 1 ? 'falls' : 'fall'} back from the next request on.`;
}

export const promisesSentence = 'Promises stay: a price that was quoted, and a job that was posted, keep the terms they had. Connects already spent or rewarded are not touched.';

export const recordSentence = 'The results so far stay on this page, computed up to the stop. A stopped experiment cannot be started again; one of its variants can still be rolled out to everybody.';

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
