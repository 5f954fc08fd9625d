import { count, percent } from '../common/format';

/** Some of those a flag decides about, and what they get. */
export interface Serving {
  readonly who: string;
  readonly verb: 'get' | 'gets';
  readonly variant: string;
}

export interface UnitWords {
  readonly one: string;
  readonly many: string;
}

export const anyUnits: UnitWords = { one: 'unit', many: 'units' };

/** A rule of a definition that names whom it is for. */
export interface NamedUnits {
  readonly variant: string;
  readonly names: readonly string[];
}

/** Who gets which variant, in the order in which a flag decides. */
export function servings(definition: unknown, on: boolean, units: UnitWords = anyUnits): Serving[] {
  const { allocation, conditions } = read(definition);
  const off = text(allocation.default_when_disabled);
  if (!on) return [{ who: 'Everybody', verb: 'gets', variant: off }];

  const rules: Serving[] = [];
  if (list(conditions.client_filters).length > 0) rules.push({ who: 'Whoever the conditions leave out', verb: 'gets', variant: off });
  for (const { variant, names } of namedUnits(definition))
    rules.push({ who: `${count(names.length)} ${names.length === 1 ? units.one : units.many} by name`, verb: names.length === 1 ? 'gets' : 'get', variant });
  for (const rule of list(allocation.group).map(record)) rules.push({ who: `The ${units.many} in ${list(rule.groups).map(String).join(', ')}`, verb: 'get', variant: text(rule.variant) });

  const shares = percentages(allocation);
  const others = rules.length > 0 ? `other ${units.many}` : units.many;
  for (const [variant, share] of shares) rules.push({ who: `${percent(share)} of the ${others}`, verb: 'get', variant });
  const all = [...shares.values()].reduce((sum, share) => sum + share, 0);
  return all > 99.995 ? rules : [...rules, { who: rules.length > 0 ? 'Everybody else' : 'Everybody', verb: 'gets', variant: text(allocation.default_when_enabled) }];
}

/** 50% of the jobs get “doubled”, everybody else gets “standard”. */
export function inOneSentence(served: readonly Serving[]): string {
  return `${served.map(({ who, verb, variant }, index) => `${index === 0 ? who : lowerFirst(who)} ${verb} “${variant}”`).join(', ')}.`;
}

/** Whom a definition names one by one, overrides of experiments first. */
export function namedUnits(definition: unknown): NamedUnits[] {
  const found = new Map<string, string[]>();
  for (const rule of list(read(definition).allocation.user).map(record)) {
    const variant = text(rule.variant);
    found.set(variant, [...(found.get(variant) ?? []), ...list(rule.users).map(String)]);
  }
  return [...found].map(([variant, names]) => ({ variant, names }));
}

/** The same definition with the switch turned. */
export function switched(definition: unknown, on: boolean): unknown {
  return { ...record(definition), enabled: on };
}

function percentages(allocation: Record<string, unknown>): Map<string, number> {
  const shares = new Map<string, number>();
  for (const range of list(allocation.percentile).map(record)) {
    const variant = text(range.variant);
    shares.set(variant, (shares.get(variant) ?? 0) + Number(range.to) - Number(range.from));
  }
  return shares;
}

function read(definition: unknown) {
  const whole = record(definition);
  return { allocation: record(whole.allocation), conditions: record(whole.conditions) };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
