/** What a mutation answers in `errors`: a domain failure, in the API's own words. */
export interface Refusal {
  readonly __typename?: string;
  readonly code: string;
  readonly message: string;
  readonly field?: string;
}

interface Payload {
  readonly errors: readonly Refusal[] | null;
}

export function refusalsOf(payload: Payload): readonly Refusal[] {
  return payload.errors ?? [];
}

/** Somebody changed the thing since it was read. */
export function isVersionConflict(refusals: readonly Refusal[]): boolean {
  return refusals.some((refusal) => refusal.code === 'VERSION_CONFLICT');
}

/** Sorts refusals to the fields of a form that they name; the rest belongs to the form as a whole. */
export function byField(refusals: readonly Refusal[], fields: readonly string[]): { fields: Record<string, string>; others: Refusal[] } {
  const sorted: Record<string, string> = {};
  const others: Refusal[] = [];
  for (const refusal of refusals) {
    if (refusal.field !== undefined && fields.includes(refusal.field)) {
      sorted[refusal.field] = refusal.field in sorted ? `${sorted[refusal.field]} ${refusal.message}` : refusal.message;
    } else {
      others.push(refusal);
    }
  }
  return { fields: sorted, others };
}
