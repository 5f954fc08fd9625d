import { type DiffLine, laidOut, lineDiff } from './lineDiff';

export interface FlagEntryChanges {
  /** What a person can say in a word: the switch, the description, that it was archived. */
  readonly fields: readonly { readonly label: string; readonly before: string; readonly after: string }[];
  readonly definition: readonly DiffLine[];
}

const fields: readonly { member: string; label: string; show: (value: unknown) => string }[] = [
  { member: 'enabled', label: 'Switch', show: (value) => (value === true ? 'on' : 'off') },
  { member: 'archived', label: 'Archived', show: (value) => (value === true ? 'yes' : 'no') },
  { member: 'description', label: 'Description', show: (value) => String(value ?? '') },
];

/** What an audit entry about a flag changed. */
export function flagEntryChanges(before: unknown, after: unknown): FlagEntryChanges {
  const [old, now] = [record(before), record(after)];
  return {
    fields: fields.map(({ member, label, show }) => ({ label, before: show(old[member]), after: show(now[member]) })).filter((field) => field.before !== field.after),
    definition: lineDiff(laidOut(rules(old.definition)), laidOut(inOrderOf(rules(now.definition), rules(old.definition)))),
  };
}

/** The value with its members in the order of another, so that a comparison shows what has changed and not what has moved. */
export function inOrderOf(value: unknown, model: unknown): unknown {
  if (Array.isArray(value)) {
    const items = Array.isArray(model) ? model : [];
    return value.map((item, index) => inOrderOf(item, items[index]));
  }
  if (typeof value !== 'object' || value === null) return value;
  const [members, wanted] = [value as Record<string, unknown>, record(model)];
  const names = [...Object.keys(wanted).filter((name) => Object.hasOwn(members, name)), ...Object.keys(members).filter((name) => !Object.hasOwn(wanted, name))];
  return Object.fromEntries(names.map((name) => [name, inOrderOf(members[name], wanted[name])]));
}

// The switch and the description stand in the definition too; once is enough.
function rules(definition: unknown): unknown {
  return Object.fromEntries(Object.entries(record(definition)).filter(([name]) => name !== 'enabled' && name !== 'description'));
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
