const weekdays: Record<string, string> = { SUN: 'Sunday', MON: 'Monday', TUE: 'Tuesday', WED: 'Wednesday', THU: 'Thursday', FRI: 'Friday', SAT: 'Saturday' };
const byNumber = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** A Quartz cron expression in words; null for one that would take too many of them. */
export function inWords(expression: string): string | null {
  const [second, minute, hour, day, month, weekday, ...rest] = expression.trim().split(/\s+/);
  if (second === undefined || rest.length > 0 || month !== '*' || minute === undefined || hour === undefined || day === undefined || weekday === undefined) return null;

  const everyDay = isAny(day) && isAny(weekday);
  if (second !== '0') return everyDay && hour === '*' && minute === '*' && isNumber(second) ? `Every minute at ${second} seconds past` : null;
  if (everyDay && hour === '*') {
    if (minute === '*') return 'Every minute';
    const step = /^(?:\*|0)\/(\d+)$/.exec(minute)?.[1];
    if (step !== undefined) return step === '1' ? 'Every minute' : `Every ${step} minutes`;
    return isNumber(minute) ? `Every hour at ${minute.padStart(2, '0')} minutes past` : null;
  }

  const hours = /^(?:\*|0)\/(\d+)$/.exec(hour)?.[1];
  if (everyDay && hours !== undefined && minute === '0') return hours === '1' ? 'Every hour' : `Every ${hours} hours`;

  if (!isNumber(minute) || !isNumber(hour)) return null;
  const at = `at ${hour.padStart(2, '0')}:${minute.padStart(2, '0')} UTC`;
  if (everyDay) return `Every day ${at}`;
  if (isAny(day)) {
    const name = weekdays[isNumber(weekday) ? (byNumber[Number(weekday) - 1] ?? '') : weekday.toUpperCase()];
    return name === undefined ? null : `Every ${name} ${at}`;
  }
  if (!isAny(weekday)) return null;
  if (day.toUpperCase() === 'L') return `On the last day of each month ${at}`;
  return isNumber(day) ? `On day ${day} of each month ${at}` : null;
}

function isAny(field: string): boolean {
  return field === '*' || field === '?';
}

function isNumber(field: string): boolean {
  return /^\d+$/.test(field);
}
