import type { ExperimentState, ExperimentSummaryFragment, ExperimentUnit } from '#graphql';
import { percent } from '../common/format';

export interface RateCardTiers {
  readonly key: string;
  readonly tiers: readonly number[];
  /** Since when it prices new jobs where no experiment says otherwise; null when another card does. */
  readonly inForceSince: string | null;
}

/** What the sentence needs: an experiment as it is read, or as a form is about to create it. */
export type Summarized = Pick<ExperimentSummaryFragment, 'state' | 'unit' | 'layerShare' | 'traffic' | 'arms' | 'flag' | 'primaryMetric'> & { readonly audience?: unknown; readonly startedAt?: string | null };

export const unitNames: Record<ExperimentUnit, { one: string; many: string }> = {
  ACCOUNT: { one: 'account', many: 'accounts' },
  JOB: { one: 'job', many: 'jobs' },
  JOB_CATEGORY: { one: 'job category', many: 'job categories' },
};

type Tense = 'would' | 'now' | 'then';

const tenses: Record<ExperimentState, Tense> = { DRAFT: 'would', RUNNING: 'now', STOPPED: 'then', ROLLED_OUT: 'then', ARCHIVED: 'then' };

const verbs: Record<'charge' | 'pay' | 'get', Record<Tense, string>> = {
  charge: { would: 'would charge', now: 'charge', then: 'charged' },
  pay: { would: 'would pay', now: 'pay', then: 'paid' },
  get: { would: 'would get', now: 'get', then: 'got' },
};

/** What the experiment tests, in one sentence made of its settings. */
export function summarize(experiment: Summarized, rateCards: readonly RateCardTiers[]): string {
  const control = experiment.arms.find((arm) => arm.control);
  const treatments = experiment.arms.filter((arm) => !arm.control && Number(arm.weight) > 0);
  if (!control || treatments.length === 0) return 'It compares nothing yet: it needs a control and at least one other arm.';

  const used = (Number(experiment.layerShare) * Number(experiment.traffic)) / 100;
  const effects = treatments.map((arm) => ({ share: (used * Number(arm.weight)) / 100, effect: effectOf(arm.variant, experiment, rateCards) }));
  const units = `${unitNames[experiment.unit].many}${experiment.audience == null ? '' : ' in its audience'}`;
  const verb = verbs[effects[0]!.effect.price ? (experiment.unit === 'ACCOUNT' ? 'pay' : 'charge') : 'get'][tenses[experiment.state]];

  const parts = effects.map(({ share, effect }, index) => (index === 0 ? `${portion(share, units)} ${verb} ${effect.text}` : `${portion(share)} ${effect.text}`));
  const scope = used < 99.995 ? `, in a test on ${percent(used)} of them` : '';
  const judged = experiment.primaryMetric.name === '' ? '' : `, judged by “${experiment.primaryMetric.name}”`;
  const usual = effectOf(control.variant, experiment, rateCards);
  return `${capital(list(parts))} instead of ${effects[0]!.effect.price ? (usual.tiers ?? usual.text) : usual.text}${scope}${judged}.`;
}

interface Effect {
  readonly text: string;
  readonly price: boolean;
  /** The prices alone, for a sentence that has said what they are of. */
  readonly tiers?: string;
}

function effectOf(variant: string, experiment: Summarized, rateCards: readonly RateCardTiers[]): Effect {
  const configuration = experiment.flag.variants.find((candidate) => candidate.name === variant)?.configuration;
  if (typeof configuration === 'object' && configuration !== null && 'rateCard' in configuration) {
    const { rateCard } = configuration;
    const card = rateCard === null ? inForce(experiment, rateCards) : rateCards.find((candidate) => candidate.key === rateCard);
    if (card) return { text: `${card.tiers.join('/')} Connects a proposal`, price: true, tiers: card.tiers.join('/') };
    if (rateCard === null) return { text: 'what the rate card in force said', price: true };
  }
  return { text: `“${variant}”`, price: false };
}

/** The card that is in force, if it already was when the experiment began. */
function inForce({ startedAt }: Summarized, rateCards: readonly RateCardTiers[]): RateCardTiers | undefined {
  return rateCards.find(({ inForceSince }) => inForceSince !== null && (startedAt == null || Date.parse(inForceSince) <= Date.parse(startedAt)));
}

const fractions: readonly [share: number, word: string][] = [
  [50, 'half'],
  [25, 'a quarter'],
  [100 / 3, 'a third'],
  [200 / 3, 'two thirds'],
  [75, 'three quarters'],
];

function portion(share: number, units?: string): string {
  if (share > 99.995) return units === undefined ? 'all' : `all ${units}`;
  const word = fractions.find(([exact]) => Math.abs(exact - share) < 0.01)?.[1] ?? percent(share);
  return units === undefined ? word : `${word} of the ${units}`;
}

function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
