/** Who may be in an experiment, as the form holds it: all that is given must hold. */
export interface AudienceDraft {
  everyone: boolean;
  groups: string;
  users: string;
  attributes: { name: string; values: string }[];
  from: string;
  until: string;
}

export const everyone: AudienceDraft = { everyone: true, groups: '', users: '', attributes: [], from: '', until: '' };

/** "US, CA" becomes two names; so do two lines. */
export function listOf(text: string): string[] {
  return [...new Set(text.split(/[,\n]/).map((each) => each.trim()))].filter((each) => each !== '');
}

export function checkAudience(draft: AudienceDraft): string | null {
  if (draft.everyone) return null;
  for (const { name, values } of draft.attributes) {
    if (name.trim() === '') return 'Name each attribute, or leave it out.';
    if (listOf(values).length === 0) return `Say which values of “${name.trim()}” are in, or leave it out.`;
  }
  const names = draft.attributes.map(({ name }) => name.trim());
  if (new Set(names).size < names.length) return 'An attribute is named once; give it several values.';
  if (draft.from !== '' && draft.until !== '' && draft.until <= draft.from) return 'It ends before it begins.';
  return toAudience(draft) === null ? 'It names nobody: choose everybody, or say who is in.' : null;
}

/** As the API takes it; null is everybody. */
export function toAudience(draft: AudienceDraft): Record<string, unknown> | null {
  if (draft.everyone) return null;
  const audience: Record<string, unknown> = {};
  const users = listOf(draft.users);
  const groups = listOf(draft.groups);
  if (users.length > 0) audience.users = users;
  if (groups.length > 0) audience.groups = groups;
  if (draft.attributes.length > 0) audience.attributes = Object.fromEntries(draft.attributes.map(({ name, values }) => [name.trim(), listOf(values)]));
  if (draft.from !== '') audience.from = `${draft.from}:00Z`;
  if (draft.until !== '') audience.until = `${draft.until}:00Z`;
  return Object.keys(audience).length === 0 ? null : audience;
}

export function fromAudience(audience: unknown): AudienceDraft {
  if (typeof audience !== 'object' || audience === null) return everyone;
  const { users, groups, attributes, from, until } = audience as Record<string, unknown>;
  return {
    everyone: false,
    users: names(users).join('\n'),
    groups: names(groups).join(', '),
    attributes: typeof attributes === 'object' && attributes !== null ? Object.entries(attributes).map(([name, values]) => ({ name, values: names(values).join(', ') })) : [],
    from: minute(from),
    until: minute(until),
  };
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function minute(instant: unknown): string {
  return typeof instant === 'string' && !Number.isNaN(Date.parse(instant)) ? new Date(instant).toISOString().slice(0, 16) : '';
}
