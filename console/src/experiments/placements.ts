export interface Placement {
  readonly variant: string;
  readonly units: readonly string[];
}

/** Which units a flag's definition gives to which variant by name: where there are few, the start of an experiment writes its draw there. */
export function placements(definition: unknown): Placement[] {
  const users = field(field(definition, 'allocation'), 'user');
  if (!Array.isArray(users)) return [];
  const found = new Map<string, Set<string>>();
  const placed = new Set<string>();
  for (const rule of users) {
    const variant = field(rule, 'variant');
    const units = field(rule, 'users');
    if (typeof variant !== 'string' || !Array.isArray(units)) continue;
    for (const unit of units) {
      // The first rule that names a unit decides.
      if (typeof unit !== 'string' || placed.has(unit)) continue;
      placed.add(unit);
      found.set(variant, (found.get(variant) ?? new Set()).add(unit));
    }
  }
  return [...found].map(([variant, units]) => ({ variant, units: [...units] }));
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
