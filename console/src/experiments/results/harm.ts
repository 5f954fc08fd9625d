import type { ExperimentUnit } from '#graphql';
import { effectOf } from './effects';
import type { Answered, ArmResult, Guardrail, MetricResult } from './types';
import { capital, change, inSentence, listed, quoted, range, seenAs, size, titleOf } from './words';

export type Standing = 'breached' | 'beyond' | 'open' | 'safe' | 'unknown';

export interface Watched {
  readonly guardrail: Guardrail;
  readonly variant: string;
  readonly standing: Standing;
  /** Where it stands, in words. */
  readonly text: string;
  readonly arm: ArmResult | undefined;
}

/** The limit as a lift: at most 25% lower is -0.25. */
export function limitOf(guardrail: Guardrail): number {
  const harm = Number(guardrail.maximumHarm);
  return guardrail.metric.higherIsBetter ? -harm : harm;
}

/** At most 25% lower, at most 10% higher. */
export function limitText(guardrail: Guardrail): string {
  return `at most ${change(limitOf(guardrail))}`;
}

/** Each guardrail in each treatment: where the harm stands beside its limit. */
export function watchedOf(guardrails: readonly Guardrail[], metrics: readonly MetricResult[], treatments: readonly string[]): Watched[] {
  return guardrails.flatMap((guardrail) =>
    treatments.map((variant) => {
      const arm = metrics.find((result) => result.metric.key === guardrail.metric.key)?.arms.find((each) => each.variant === variant);
      const standing = standingOf(guardrail, variant, arm);
      return { guardrail, variant, arm, standing, text: standingText(guardrail, variant, arm, standing) };
    }),
  );
}

function standingOf(guardrail: Guardrail, variant: string, arm: ArmResult | undefined): Standing {
  if (guardrail.breaches.some((breach) => breach.variant === variant)) return 'breached';
  if (arm === undefined || arm.lift === null) return 'unknown';
  const limit = Number(guardrail.maximumHarm);
  const higher = guardrail.metric.higherIsBetter;
  const seen = higher ? -arm.lift : arm.lift;
  const worst = higher ? (arm.lower === null ? null : -arm.lower) : arm.upper;
  if (seen > limit) return 'beyond';
  return worst !== null && worst <= limit ? 'safe' : 'open';
}

function standingText(guardrail: Guardrail, variant: string, arm: ArmResult | undefined, standing: Standing): string {
  if (standing === 'breached') return guardrail.breaches.filter((breach) => breach.variant === variant).map((breach) => breach.reason).join(' ');
  if (arm === undefined || arm.lift === null) return 'Too little has been seen to say.';
  const seen = `${capital(seenAs(arm.lift))} was seen; the truth may be ${range(arm.lower, arm.upper)}.`;
  if (standing === 'safe') return `${seen} Even the worst of that is within the limit.`;
  return standing === 'beyond' ? `${seen} What was seen is beyond the limit, but it may be chance.` : `${seen} Harm beyond the limit is not ruled out.`;
}

/** Whether anything suffers: guardrails first, then every other metric that is worse beyond doubt. */
export function harmAnswer(watched: readonly Watched[], metrics: readonly MetricResult[], control: string, unit: ExperimentUnit, mismatch: boolean): Answered {
  const names = (standing: Standing) =>
    listed([...new Set(watched.filter((each) => each.standing === standing).map((each) => `${inSentence(titleOf(each.guardrail.metric, unit))} with ${quoted(each.variant)}`))]);
  const guarded = new Set(watched.filter((each) => each.standing === 'breached').map((each) => each.guardrail.metric.key));
  const worse = metrics.flatMap(({ metric, arms }) =>
    guarded.has(metric.key)
      ? []
      : arms.filter((arm) => arm.variant !== control && effectOf(arm, metric.higherIsBetter) === 'worse').map((arm) => `${inSentence(titleOf(metric, unit))} with ${quoted(arm.variant)} (${change(arm.lift!)})`),
  );
  const beside = worse.length === 0 ? '' : ` Worse beyond doubt: ${listed(worse)}.`;
  if (guarded.size > 0) return { tone: 'bad', short: 'yes', text: `Yes. Beyond its limit: ${names('breached')}.${beside}` };
  if (mismatch) return { tone: 'warning', short: 'cannot be told', text: 'It cannot be told: the split is broken.' };
  if (watched.length === 0) return { tone: worse.length > 0 ? 'warning' : 'plain', short: worse.length > 0 ? 'something is worse' : 'no guardrails', text: `It has no guardrails.${beside}` };
  if (names('beyond') !== '') return { tone: 'warning', short: 'perhaps', text: `Perhaps. Beyond its limit so far, though it may be chance: ${names('beyond')}.${beside}` };
  if (worse.length > 0) return { tone: 'warning', short: 'something is worse', text: `No guardrail has passed its limit, but something suffers.${beside}` };
  if (watched.every((each) => each.standing === 'unknown')) return { tone: 'plain', short: 'too early', text: 'It cannot be told yet: there is too little to compare.' };
  return watched.every((each) => each.standing === 'safe')
    ? { tone: 'good', short: 'no', text: 'No. Every guardrail is within its limit, beyond doubt.' }
    : { tone: 'good', short: 'no sign of it', text: 'No sign of it. No guardrail has passed its limit; harm beyond it is not ruled out everywhere yet.' };
}

export function consequence(guardrail: Guardrail): string {
  return guardrail.stopsExperiment ? `More than ${size(Number(guardrail.maximumHarm))} harm stops the experiment.` : 'More is reported and stops nothing.';
}
