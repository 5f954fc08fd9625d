import type { CreateFlagInput } from '#graphql';
import type { Refusal } from '../api/refusals';
import { readJson } from './jsonText';

export interface NewVariant {
  name: string;
  /** Its value as JSON. */
  value: string;
}

/** What the form for a new flag holds. */
export interface NewFlag {
  key: string;
  description: string;
  variants: NewVariant[];
  defaultVariant: string;
  offVariant: string;
  enabled: boolean;
}

export const emptyFlag: NewFlag = {
  key: '',
  description: '',
  variants: [
    { name: 'on', value: 'true' },
    { name: 'off', value: 'false' },
  ],
  defaultVariant: 'on',
  offVariant: 'off',
  enabled: false,
};

/** What can be said before the API is asked; it has the last word. */
export function check(flag: NewFlag): Record<string, string> {
  const problems: Record<string, string> = {};
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(flag.key)) problems.key = 'A key is made of lower-case letters, digits and single hyphens.';
  if (flag.description.trim() === '') problems.description = 'Say what the flag decides.';
  flag.variants.forEach((variant, index) => {
    if (variant.name.trim() === '') problems[`variants.${index}.name`] = 'Give it a name.';
    const { problem } = readJson(variant.value, 'value');
    if (problem !== null) problems[`variants.${index}.value`] = problem.message;
  });
  for (const field of ['defaultVariant', 'offVariant'] as const) {
    if (!flag.variants.some((variant) => variant.name === flag[field])) problems[field] = 'Choose one of the variants.';
  }
  return problems;
}

export function toInput(flag: NewFlag): CreateFlagInput {
  return {
    key: flag.key,
    description: flag.description.trim(),
    variants: flag.variants.map(({ name, value }) => ({ name, configuration: JSON.parse(value) as unknown })),
    defaultVariant: flag.defaultVariant,
    offVariant: flag.offVariant,
    enabled: flag.enabled,
  };
}

const places: readonly [RegExp, string][] = [
  [/^variants\[(\d+)\]\.configuration/, 'variants.$1.value'],
  [/^variants\[(\d+)\]/, 'variants.$1.name'],
  [/^allocation\.default_when_enabled$/, 'defaultVariant'],
  [/^allocation\.default_when_disabled$/, 'offVariant'],
];

/** A refusal by the name of the field that shows it: variants[1].configuration is the value of the second variant. */
export function atOurField(refusal: Refusal): Refusal {
  const found = places.find(([place]) => refusal.field !== undefined && place.test(refusal.field));
  return found === undefined ? refusal : { ...refusal, field: refusal.field!.replace(new RegExp(`${found[0].source}.*`), found[1]) };
}

export function fieldsOf(flag: NewFlag): string[] {
  return [...Object.keys(emptyFlag).filter((field) => field !== 'variants'), ...flag.variants.flatMap((_, index) => [`variants.${index}.name`, `variants.${index}.value`])];
}
