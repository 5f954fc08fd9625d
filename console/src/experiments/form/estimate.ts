import type { ExperimentUnit, SampleSizeQuery } from '#graphql';
import { count, counted, percent } from '../../common/format';
import type { Metric } from '../results/types';
import { amount, titleOf } from '../results/words';
import { unitNames } from '../summary';
import type { Draft } from './draft';

export type SampleSize = SampleSizeQuery['sampleSize'];

/** What is asked of the API while somebody types; null while too little is known. */
export function questionOf(draft: Draft): { metric: string; minimumRelativeEffect: string; unit: ExperimentUnit; arms: number } | null {
  if (draft.primaryMetric === '' || draft.effect === 0 || draft.arms.length < 2) return null;
  return { metric: draft.primaryMetric, minimumRelativeEffect: String(Math.round(draft.effect * 10_000) / 1_000_000), unit: draft.unit, arms: draft.arms.length };
}

/** What the API's answer means for this draft, in sentences. It reckons with equal arms and with everybody; a draft may have neither. */
export function planOf(size: SampleSize, draft: Draft, metric: Metric, units: number): string[] {
  const { one, many } = unitNames[draft.unit];
  const smallest = Math.min(...draft.arms.map((arm) => arm.weight));
  const inTest = (draft.layerShare * draft.traffic) / 10_000;
  const whole = smallest > 0 ? Math.ceil(size.unitsPerArm / (smallest / 100)) : Infinity;
  const figure = (value: number) => amount(value, metric);
  const sentences = [
    `“${titleOf(metric, draft.unit)}” stands at ${figure(size.baseline)}; an effect of ${signed(draft.effect)} would make it ${figure(size.baseline * (1 + draft.effect / 100))}.`,
    `To show that, the smallest arm needs ${counted(size.unitsPerArm, one, many)}${Number.isFinite(whole) ? `, all arms together ${count(whole)}` : ''}.`,
  ];
  return [...sentences, size.days === null ? enough(whole, inTest, units, many) : time(size, whole, inTest, draft)];
}

function time(size: SampleSize, whole: number, inTest: number, draft: Draft): string {
  if (inTest === 0 || !Number.isFinite(whole)) return 'Without traffic it never gets there.';
  const days = Math.ceil((size.days! * whole) / (size.unitsPerArm * draft.arms.length) / inTest);
  const of = inTest > 0.99995 ? `With all ${unitNames[draft.unit].many} in the test` : `With ${percent(inTest * 100)} of the ${unitNames[draft.unit].many} in the test`;
  const long = days > 90 ? ' That is long: look for a larger effect, or let more in.' : '';
  const narrower = draft.audience.everyone ? '' : ' An audience takes longer, by as much as it is smaller.';
  return `${of} that takes about ${days > 730 ? counted(Math.round(days / 365), 'year') : counted(days, 'day')}, at the pace of the last 28 days.${long}${narrower}`;
}

function enough(whole: number, inTest: number, units: number, many: string): string {
  const used = Math.floor(units * inTest);
  return used >= whole ? `${count(used)} ${many} are in the test: enough.` : `Only ${count(used)} ${many} are in the test and no more will come: an effect of that size may stay hidden.`;
}

function signed(effect: number): string {
  return `${effect > 0 ? '+' : ''}${percent(effect)}`;
}
