import type { ExperimentAction, ExperimentPreviewQuery, ExperimentUnit } from '#graphql';
import { count, counted, percent } from '../../common/format';
import { unitNames } from '../summary';

export type ChangePreview = NonNullable<ExperimentPreviewQuery['experiment']>['preview'];

interface About {
  readonly unit: ExperimentUnit;
  readonly flagKey: string;
  readonly traffic: string;
}

/** What a change does to real units, in sentences: the most important first. */
export function previewText(action: ExperimentAction, preview: ChangePreview, { unit, flagKey, traffic }: About, target?: { traffic?: string; variant?: string }): string[] {
  const { one, many } = unitNames[unit];
  const of = unit === 'JOB_CATEGORY' ? `Of all ${counted(preview.units, one, many)}` : `Of ${counted(preview.units, one, many)} seen in the last 30 days`;
  const now = sum(preview.arms.map((arm) => arm.now));
  const then = sum(preview.arms.map((arm) => arm.then));
  switch (action) {
    case 'START':
      return [`${of}, ${list(preview.arms.map((arm) => `${count(arm.then)} would be in “${arm.variant}”`))}; ${rest(preview.units - then)}.`, switching(preview, one, many), quotes(preview)].filter(said);
    case 'CHANGE_TRAFFIC':
      return [
        `${of}, ${counted(then - now, one, many)} more ${then - now === 1 ? 'comes' : 'come'} in: ${list(preview.arms.map((arm) => `${count(arm.then - arm.now)} to “${arm.variant}”`))}.`,
        sides(preview, now, one, many, traffic),
        quotes(preview),
      ].filter(said);
    case 'STOP':
      return [`${of}, ${counted(now, one, many)} ${now === 1 ? 'is' : 'are'} in it and ${now === 1 ? 'falls' : 'fall'} back to what the flag says by itself. ${switching(preview, one, many)}`, quotes(preview), ...flagText(preview, flagKey)].filter(said);
    case 'ROLL_OUT':
      return [
        preview.switching === 0 ? `${of}, all have “${target?.variant}” already: nobody switches.` : `${of}, ${switching(preview, one, many)}`,
        quotes(preview),
        ...flagText(preview, flagKey),
      ].filter(said);
  }
}

/** What the flag says after the change, as far as a sentence can: its default, and what still comes before it. */
export function flagText({ enabled, definition }: Pick<ChangePreview, 'enabled' | 'definition'>, flagKey: string): string[] {
  const allocation = record(record(definition).allocation);
  const said = enabled
    ? `Afterwards the flag ${flagKey} is on, and its default is “${String(allocation.default_when_enabled)}”.`
    : `Afterwards the flag ${flagKey} is off: everybody gets “${String(allocation.default_when_disabled)}”.`;
  const named = sum(rules(allocation.user).map((rule) => (Array.isArray(rule.users) ? rule.users.length : 0)));
  const before = [
    ...(rules(record(record(definition).conditions).client_filters).length > 0 ? ['its conditions'] : []),
    ...(named > 0 ? [`rules for ${counted(named, 'unit')} by name`] : []),
    ...(rules(allocation.group).length > 0 ? [`rules for ${counted(rules(allocation.group).length, 'group')}`] : []),
    ...(rules(allocation.percentile).length > 0 ? ['its percentages'] : []),
  ];
  return enabled && before.length > 0 ? [said, `Of its own it has ${list(before)}, which come first.`] : [said];
}

function sides(preview: ChangePreview, now: number, one: string, many: string, traffic: string): string {
  if (preview.changingSides > 0) return `${counted(preview.changingSides, one, many)} would change sides.`;
  if (now === 0) return `At ${percent(Number(traffic))} nobody of them is in it yet.`;
  return `${counted(now, one, many)} ${now === 1 ? 'is' : 'are'} in it now at ${percent(Number(traffic))}: ${now === 1 ? 'it stays in its arm' : 'none of them changes sides, and none drops out'}.`;
}

function switching(preview: ChangePreview, one: string, many: string): string {
  if (preview.switching === 0) return 'Nobody gets another variant than now.';
  const moves = preview.moves.map(({ from, to, units }) => `${count(units)} “${to}” instead of “${from}”`);
  return `${counted(preview.switching, one, many)} ${preview.switching === 1 ? 'gets' : 'get'} another variant: ${list(moves)}.`;
}

function quotes({ openQuotesAffected }: ChangePreview): string {
  return openQuotesAffected === 0 ? '' : `${counted(openQuotesAffected, 'open promise')} made to them, such as the price of an open job, ${openQuotesAffected === 1 ? 'stays as it was' : 'stay as they were'}.`;
}

function rest(outside: number): string {
  return outside === 0 ? 'nobody stays outside' : `${count(outside)} stay outside`;
}

function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function said(sentence: string): boolean {
  return sentence !== '';
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function rules(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(record) : [];
}
