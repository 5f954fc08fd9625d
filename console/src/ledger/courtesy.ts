import type { Refusal } from '../api/refusals';

/** Names one gift, so that a try whose answer was lost is not given twice. Works on plain http too, where randomUUID is not offered. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What a gift would make of the wallet, or what is wrong with the number. */
export function preview(balance: number, connects: number | string): { after: number } | { wrong: string } {
  const number = typeof connects === 'number' ? connects : Number.NaN;
  if (!Number.isInteger(number) || number < 1) return { wrong: 'Give a whole number of Connects, 1 or more.' };
  return { after: balance + number };
}

/** An earlier try with this key went through with another amount or reason. */
export function wentThroughBefore(refusals: readonly Refusal[]): boolean {
  return refusals.some((refusal) => refusal.code === 'IDEMPOTENCY_CONFLICT');
}
