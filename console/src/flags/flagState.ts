export function flagState(flag: { enabled: boolean; archived: boolean }): 'ARCHIVED' | 'ON' | 'OFF' {
  if (flag.archived) return 'ARCHIVED';
  return flag.enabled ? 'ON' : 'OFF';
}
