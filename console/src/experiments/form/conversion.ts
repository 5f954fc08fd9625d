import type { CreateExperimentInput, EditedExperimentFragment, UpdateExperimentInput } from '#graphql';
import { fromAudience, toAudience } from './audience';
import { type Draft, emptyDraft } from './draft';

export function toInput(draft: Draft): CreateExperimentInput {
  return {
    key: draft.key,
    name: draft.name.trim(),
    hypothesis: draft.hypothesis.trim(),
    flagKey: draft.flagKey,
    unit: draft.unit,
    arms: armsOf(draft),
    primaryMetric: draft.primaryMetric,
    secondaryMetrics: secondaryOf(draft),
    guardrails: guardrailsOf(draft),
    layer: draft.layer.trim() === '' ? null : draft.layer.trim(),
    layerShare: String(draft.layerShare),
    traffic: String(draft.traffic),
    audience: toAudience(draft.audience),
  };
}

export function fromExperiment(experiment: EditedExperimentFragment): Draft {
  return {
    name: experiment.name,
    key: experiment.key,
    hypothesis: experiment.hypothesis,
    flagKey: experiment.flag.key,
    unit: experiment.unit,
    arms: experiment.arms.map(({ variant, weight }) => ({ variant, weight: Number(weight) })),
    control: experiment.arms.find((arm) => arm.control)?.variant ?? '',
    primaryMetric: experiment.primaryMetric.key,
    secondaryMetrics: experiment.secondaryMetrics.map((metric) => metric.key),
    guardrails: experiment.guardrails.map(({ metric, maximumHarm, stopsExperiment }) => ({ metric: metric.key, maximumHarm: inPercent(maximumHarm), stops: stopsExperiment })),
    audience: fromAudience(experiment.audience),
    layer: experiment.layer?.key ?? '',
    layerShare: Number(experiment.layerShare),
    traffic: Number(experiment.traffic),
    effect: emptyDraft.effect,
  };
}

/** What an edit says: only what is not as it was. */
export function toEdit(before: Draft, after: Draft): Omit<UpdateExperimentInput, 'key' | 'expectedVersion' | 'reason'> {
  const changed = (...fields: (keyof Draft)[]) => fields.some((field) => !same(before[field], after[field]));
  return {
    ...(changed('name') ? { name: after.name.trim() } : {}),
    ...(changed('hypothesis') ? { hypothesis: after.hypothesis.trim() } : {}),
    ...(changed('arms', 'control') ? { arms: armsOf(after) } : {}),
    ...(changed('primaryMetric') ? { primaryMetric: after.primaryMetric } : {}),
    ...(changed('primaryMetric', 'secondaryMetrics') ? { secondaryMetrics: secondaryOf(after) } : {}),
    ...(changed('guardrails') ? { guardrails: guardrailsOf(after) } : {}),
    ...(changed('audience') ? { audience: toAudience(after.audience) } : {}),
  };
}

/** What was typed, over what somebody else has saved meanwhile. */
export function rebase(before: Draft, typed: Draft, theirs: Draft): Draft {
  return Object.fromEntries((Object.keys(typed) as (keyof Draft)[]).map((field) => [field, same(before[field], typed[field]) ? theirs[field] : typed[field]])) as unknown as Draft;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function armsOf(draft: Draft) {
  return draft.arms.map(({ variant, weight }) => ({ variant, weight: String(weight), control: variant === draft.control }));
}

function secondaryOf(draft: Draft): string[] {
  return draft.secondaryMetrics.filter((metric) => metric !== draft.primaryMetric);
}

function guardrailsOf(draft: Draft) {
  return draft.guardrails.map(({ metric, maximumHarm, stops }) => ({ metric, maximumHarm: String(Math.round(maximumHarm * 10_000) / 1_000_000), stopsExperiment: stops }));
}

function inPercent(part: string): number {
  return Math.round(Number(part) * 1_000_000) / 10_000;
}
