const dateFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const timeFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
const numberFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** 20 Nov 2026 */
export function date(instant: string): string {
  return dateFormat.format(new Date(instant));
}

/** 20 Nov 2026, 19:30 UTC: everybody reads the same clock. */
export function moment(instant: string): string {
  return `${date(instant)}, ${timeFormat.format(new Date(instant))} UTC`;
}

export function count(value: number): string {
  return numberFormat.format(value);
}

/** 1 lot, 2 lots */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** +10, −6: with a sign that is not a hyphen. */
export function signed(value: number): string {
  return value < 0 ? `−${count(-value)}` : `+${count(value)}`;
}

/** $1,234.50, from the text in which amounts come. */
export function money({ amount, currency }: { amount: string; currency: string }): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(Number(amount)).replace('-', '−');
}

export function percent(value: number): string {
  return `${numberFormat.format(value)}%`;
}

const units: readonly [seconds: number, one: string][] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
];

/** How long between two instants, in the largest unit that fits: 3 days, 40 minutes, 0.4 seconds. */
export function span(from: string, to: string): string {
  const seconds = Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
  for (const [size, name] of units) {
    if (seconds >= size) return counted(Math.floor(seconds / size), name);
  }
  if (seconds < 0.05) return 'less than 0.1 seconds';
  return seconds < 10 ? counted(Math.round(seconds * 10) / 10, 'second') : counted(Math.round(seconds), 'second');
}

/** PRODUCT_MANAGER becomes Product manager. */
export function words(screaming: string): string {
  const lower = screaming.toLowerCase().replaceAll('_', ' ');
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}
