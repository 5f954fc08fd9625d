import type { ExperimentUnit } from '#graphql';
import { count } from '../../common/format';
import { unitNames } from '../summary';
import type { Metric } from './types';

// Accounts are people and agencies of all kinds; these figures are about those who look for work.
const aboutTalents = new Set(['connects-spent', 'proposals', 'connects-refunded', 'interviews-won', 'hires', 'rewards-paid', 'purchases', 'buyers']);
const cents = /, in cents$/;

/** What a figure is an average over: talent, account, job category. */
export function unitOf(metric: Metric, unit: ExperimentUnit): { one: string; many: string } {
  return unit === 'ACCOUNT' && aboutTalents.has(metric.key) ? { one: 'talent', many: 'talents' } : unitNames[unit];
}

/** The metric's name without its unit. */
export function bare(metric: { name: string }): string {
  return metric.name.replace(cents, '');
}

/** The metric with what it is counted over: Connects spent per talent. */
export function titleOf(metric: Metric, unit: ExperimentUnit): string {
  const name = bare(metric);
  if (metric.kind === 'MEAN') return `${name} per ${unitOf(metric, unit).one}`;
  return metric.kind === 'PROPORTION' ? `${name}, of all ${unitOf(metric, unit).many}` : name;
}

/** The same inside a sentence. */
export function inSentence(title: string): string {
  return title.startsWith('Connects') ? title : title.charAt(0).toLowerCase() + title.slice(1);
}

const threeDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const money = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** A figure as people read it: $12.35, 4.1%, 0.213. */
export function amount(value: number, metric: Metric): string {
  if (cents.test(metric.name)) return money.format(value / 100);
  if (metric.kind === 'PROPORTION') return `${threeDigits.format(value * 100)}%`;
  return Math.abs(value) >= 1000 ? count(Math.round(value)) : threeDigits.format(value);
}

/** The size of a relative change without its direction: 23%, 4.1%. */
export function size(lift: number): string {
  const points = Math.abs(lift) * 100;
  return `${points >= 10 ? count(Math.round(points)) : String(Math.round(points * 10) / 10)}%`;
}

/** 23% lower, 4.1% higher. */
export function change(lift: number): string {
  return Math.abs(lift) < 0.0005 ? 'unchanged' : `${size(lift)} ${lift > 0 ? 'higher' : 'lower'}`;
}

/** What was seen, as the subject of a sentence: 4% higher, no difference. */
export function seenAs(lift: number): string {
  return Math.abs(lift) < 0.0005 ? 'no difference' : change(lift);
}

/** An interval in words; an end that is null has no limit, and nothing can fall by more than all there is. */
export function range(lower: number | null, upper: number | null): string {
  const bottomless = lower === null || lower <= -1;
  if (upper === null) return bottomless ? 'anything at all' : `anything from ${end(lower)} upwards`;
  if (bottomless) return `anything from nothing at all to ${end(upper)}`;
  if (change(lower) === change(upper)) return change(lower);
  if (lower > 0) return `between ${size(lower)} and ${size(upper)} higher`;
  if (upper < 0) return `between ${size(upper)} and ${size(lower)} lower`;
  return `anything from ${end(lower)} to ${end(upper)}`;
}

function end(lift: number): string {
  return Math.abs(lift) < 0.0005 ? 'no change' : change(lift);
}

/** How often chance alone does that: about once in 80 times. */
export function oddsOf(pValue: number): string {
  if (pValue < 0.0001) return 'less than once in 10,000 times';
  if (pValue > 0.995) return 'practically every time';
  if (pValue >= 0.1) return `about ${Math.round(pValue * 100)} times in 100`;
  const times = 1 / pValue;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(times)) - 1);
  return `about once in ${count(Math.round(times / step) * step)} times`;
}

/** p = 0.031, p < 0.0001 */
export function pValueText(pValue: number): string {
  return pValue < 0.0001 ? 'p < 0.0001' : `p = ${threeOrTwo(pValue)}`;
}

function threeOrTwo(value: number): string {
  return value >= 0.1 ? String(Math.round(value * 100) / 100) : String(Number(value.toPrecision(2)));
}

/** A probability as a share, which is never quite none or all. */
export function chance(probability: number): string {
  if (probability > 0.999) return 'more than 99.9%';
  if (probability < 0.001) return 'less than 0.1%';
  return `${Math.round(probability * 1000) / 10}%`;
}

/** a, b and c */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

export function quoted(name: string): string {
  return `“${name}”`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
