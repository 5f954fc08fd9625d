const hour = 3_600_000;

/** How far a clock may be moved at once, in words. */
export const steps: readonly { readonly label: string; readonly by: number }[] = [
  { label: '1 hour', by: hour },
  { label: '1 day', by: 24 * hour },
  { label: '7 days', by: 7 * 24 * hour },
  { label: '30 days', by: 30 * 24 * hour },
  { label: '1 year and a day', by: 367 * 24 * hour },
];

/** The instant that a person chose: a step from now, or a time of their own that is read as UTC. Null when it is none. */
export function instantOf(choice: string, own: string, now: string): string | null {
  const step = steps.find(({ label }) => label === choice);
  const instant = step === undefined ? Date.parse(`${own}Z`) : Date.parse(now) + step.by;
  return Number.isNaN(instant) ? null : new Date(instant).toISOString();
}
