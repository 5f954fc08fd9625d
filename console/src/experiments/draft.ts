import type { CreateExperimentInput, ExperimentUnit } from '#graphql';
import { percent } from '../common/format';

export interface DraftArm {
  variant: string;
  weight: number;
}

/** What the form for a new experiment holds. */
export interface Draft {
  name: string;
  key: string;
  hypothesis: string;
  flagKey: string;
  unit: ExperimentUnit;
  arms: DraftArm[];
  control: string;
  primaryMetric: string;
  secondaryMetrics: string[];
  layer: string;
  layerShare: number;
  traffic: number;
}

export const emptyDraft: Draft = {
  name: '',
  key: '',
  hypothesis: '',
  flagKey: '',
  unit: 'ACCOUNT',
  arms: [],
  control: '',
  primaryMetric: '',
  secondaryMetrics: [],
  layer: '',
  layerShare: 100,
  traffic: 100,
};

/** "Double the rate card!" becomes double-the-rate-card. */
export function keyFrom(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 100)
    .replace(/-$/, '');
}

/** Equal weights that add up to 100 exactly, in hundredths. */
export function equalWeights(arms: number): number[] {
  const base = Math.floor(10_000 / arms);
  return Array.from({ length: arms }, (_, index) => (base + (index < 10_000 - base * arms ? 1 : 0)) / 100);
}

export function totalWeight(arms: readonly DraftArm[]): number {
  return Math.round(arms.reduce((sum, arm) => sum + arm.weight, 0) * 10_000) / 10_000;
}

/** What can be said before the API is asked; it has the last word. */
export function check(draft: Draft): Partial<Record<keyof Draft, string>> {
  const problems: Partial<Record<keyof Draft, string>> = {};
  if (draft.name.trim() === '') problems.name = 'Give it a name.';
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(draft.key)) problems.key = 'A key is made of lower-case letters, digits and single hyphens.';
  if (draft.hypothesis.trim() === '') problems.hypothesis = 'Say what is expected to happen, and why.';
  if (draft.flagKey === '') problems.flagKey = 'Choose the flag whose variants are compared.';
  else if (draft.arms.length < 2) problems.arms = 'A comparison needs at least two arms.';
  else if (totalWeight(draft.arms) !== 100) problems.arms = `The weights add up to ${percent(totalWeight(draft.arms))}; they have to make 100%.`;
  else if (!draft.arms.some((arm) => arm.variant === draft.control)) problems.arms = 'Choose the arm that the others are compared with.';
  if (draft.primaryMetric === '') problems.primaryMetric = 'Choose the metric that decides.';
  return problems;
}

export function toInput(draft: Draft): CreateExperimentInput {
  return {
    key: draft.key,
    name: draft.name.trim(),
    hypothesis: draft.hypothesis.trim(),
    flagKey: draft.flagKey,
    unit: draft.unit,
    arms: draft.arms.map(({ variant, weight }) => ({ variant, weight: String(weight), control: variant === draft.control })),
    primaryMetric: draft.primaryMetric,
    secondaryMetrics: draft.secondaryMetrics.filter((metric) => metric !== draft.primaryMetric),
    layer: draft.layer.trim() === '' ? null : draft.layer.trim(),
    layerShare: String(draft.layerShare),
    traffic: String(draft.traffic),
  };
}
