import type { ExperimentUnit } from '#graphql';
import type { Answered, ArmResult, MetricResult } from './types';
import { amount, bare, quoted, range, seenAs, titleOf } from './words';

export type Effect = 'better' | 'worse' | 'open' | 'unknown';

/** Which way an arm differs from control, when that is beyond doubt. */
export function effectOf(arm: ArmResult, higherIsBetter: boolean): Effect {
  if (arm.lift === null) return 'unknown';
  if (!arm.significant) return 'open';
  return arm.lift > 0 === higherIsBetter ? 'better' : 'worse';
}

/** What an arm does to a metric: first the effect, then how sure that is. */
export function effectText({ metric, arms }: MetricResult, arm: ArmResult, control: string): string {
  const base = arms.find((other) => other.variant === control);
  const seen = base === undefined ? '' : ` As seen: ${amount(arm.mean, metric)} instead of ${amount(base.mean, metric)}.`;
  if (arm.lift === null) return `too early to say what ${quoted(arm.variant)} does, there is too little to compare.${seen}`;
  const possible = range(arm.lower, arm.upper);
  const effect = `${seenAs(arm.lift)} with ${quoted(arm.variant)}`;
  if (effectOf(arm, metric.higherIsBetter) !== 'open') return `${effect} than with ${quoted(control)}, beyond reasonable doubt (${possible}).${seen}`;
  if (seenAs(arm.lift) === 'no difference') return `no difference seen with ${quoted(arm.variant)}; the truth may be ${possible}.${seen}`;
  return alone(arm)
    ? `${effect} (${possible}). Taken alone that would count as real, but among all that is compared it may be chance.${seen}`
    : `${effect}, but it may be chance; the truth may be ${possible}.${seen}`;
}

/** The same with the metric's name before it. */
export function effectSentence(result: MetricResult, arm: ArmResult, control: string, unit: ExperimentUnit): string {
  return `${titleOf(result.metric, unit)}: ${effectText(result, arm, control)}`;
}

// An interval is one comparison's own; whether it is significant counts the others.
function alone({ lower, upper }: ArmResult): boolean {
  return (lower !== null && lower > 0) || (upper !== null && upper < 0);
}

const verdicts: Record<Effect, string> = { better: 'better', worse: 'worse', open: 'may be chance', unknown: 'too early' };

export function verdictOf(arm: ArmResult, higherIsBetter: boolean): { effect: Effect; text: string } {
  const effect = effectOf(arm, higherIsBetter);
  return { effect, text: verdicts[effect] };
}

/** The first line: the primary metric, arm by arm. */
export function mainEffect(metrics: readonly MetricResult[], control: string, unit: ExperimentUnit, mismatch = false): Answered {
  const primary = metrics[0];
  const arms = primary?.arms.filter((arm) => arm.variant !== control) ?? [];
  if (primary === undefined || arms.length === 0) return { tone: 'plain', short: 'nothing is compared', text: 'Nothing is compared.' };
  const text = arms.map((arm) => effectSentence(primary, arm, control, unit)).join('\n');
  if (mismatch) return { tone: 'bad', short: 'not to be trusted', text: `Not to be trusted, for the split is broken.\n${text}` };
  const effects = arms.map((arm) => effectOf(arm, primary.metric.higherIsBetter));
  const said = (['worse', 'better', 'open', 'unknown'] as const).find((effect) => effects.includes(effect))!;
  const tone = said === 'worse' ? 'bad' : said === 'better' ? 'good' : 'plain';
  const best = arms.find((arm) => effectOf(arm, primary.metric.higherIsBetter) === said)!;
  return { tone, short: best.lift === null ? verdicts[said] : `${bare(primary.metric)} ${seenAs(best.lift)}, ${said === 'open' ? 'may be chance' : 'beyond doubt'}`, text };
}
