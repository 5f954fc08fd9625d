import type { ExperimentUnit } from '#graphql';
import { percent } from '../../common/format';
import { type AudienceDraft, checkAudience, everyone } from './audience';

export interface DraftArm {
  variant: string;
  weight: number;
}

export interface DraftGuardrail {
  metric: string;
  /** In percent. */
  maximumHarm: number;
  stops: boolean;
}

/** What the form for an experiment holds. */
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
  guardrails: DraftGuardrail[];
  audience: AudienceDraft;
  layer: string;
  layerShare: number;
  traffic: number;
  /** The smallest effect that matters, in percent; it only plans. */
  effect: number;
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
  guardrails: [],
  audience: everyone,
  layer: '',
  layerShare: 100,
  traffic: 100,
  effect: 5,
};

const keyWords = 'A key is made of lower-case letters, digits and single hyphens.';

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
  if (!isKey(draft.key)) problems.key = keyWords;
  if (draft.hypothesis.trim() === '') problems.hypothesis = 'Say what is expected to happen, and why.';
  if (draft.flagKey === '') problems.flagKey = 'Choose the flag whose variants are compared.';
  else if (draft.arms.length < 2) problems.arms = 'A comparison needs at least two arms.';
  else if (draft.arms.some((arm) => arm.weight <= 0)) problems.arms = 'Every arm needs a weight above 0%; leave out what is not compared.';
  else if (totalWeight(draft.arms) !== 100) problems.arms = `The weights add up to ${percent(totalWeight(draft.arms))}; they have to make 100%.`;
  else if (!draft.arms.some((arm) => arm.variant === draft.control)) problems.arms = 'Choose the arm that the others are compared with.';
  if (draft.primaryMetric === '') problems.primaryMetric = 'Choose the metric that decides.';
  if (draft.guardrails.some((guardrail) => guardrail.metric === '')) problems.guardrails = 'Choose the metric of each guardrail, or remove it.';
  else if (draft.guardrails.some((guardrail) => guardrail.maximumHarm <= 0 || guardrail.maximumHarm > 100)) problems.guardrails = 'The harm that is still borne is above 0% and at most 100%.';
  const audience = checkAudience(draft.audience);
  if (audience !== null) problems.audience = audience;
  if (draft.layer.trim() !== '' && !isKey(draft.layer.trim())) problems.layer = keyWords;
  if (draft.layerShare <= 0) problems.layerShare = 'It needs a share of its layer above 0%.';
  return problems;
}

function isKey(text: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}
