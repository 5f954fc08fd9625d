import { moment, percent, words } from '../common/format';

export interface FieldChange {
  readonly field: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

const nothing = '—';

// The version says only that there was a change, and the key is the page's.
const unsaid = new Set(['id', 'key', 'version']);

const labels: Record<string, string> = { flagKey: 'Flag', layerKey: 'Layer', layerShare: 'Share of the layer', startedAt: 'Started', stoppedAt: 'Stopped' };

/** The fields in which two states of an experiment differ, as an audit entry keeps them. */
export function changesOf(before: unknown, after: unknown): FieldChange[] {
  const old = record(before);
  const now = record(after);
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((field) => !unsaid.has(field) && JSON.stringify(old[field] ?? null) !== JSON.stringify(now[field] ?? null))
    .map((field) => ({ field, label: label(field), before: show(field, old[field]), after: show(field, now[field]) }))
    .filter((change) => change.before !== change.after);
}

/** experiment.started becomes Started. */
export function actionName(action: string): string {
  return words(action.slice(action.lastIndexOf('.') + 1).replaceAll('-', '_').replace(/([a-z])([A-Z])/g, '$1_$2'));
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function label(field: string): string {
  return labels[field] ?? words(field.replace(/([a-z])([A-Z])/g, '$1_$2'));
}

function show(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return nothing;
  if (field === 'arms' && Array.isArray(value)) return value.map(arm).join(', ');
  if ((field === 'traffic' || field === 'layerShare') && !Number.isNaN(Number(value))) return percent(Number(value));
  if (typeof value === 'string') {
    if (/^\d{4}-\d\d-\d\dT/.test(value)) return moment(value);
    return /^[A-Z][A-Z_]+$/.test(value) ? words(value) : value;
  }
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function arm(value: unknown): string {
  const { variant, weight, control } = record(value);
  return `${String(variant)} ${percent(Number(weight))}${control === true ? ' (control)' : ''}`;
}
