import { Badge } from '@mantine/core';
import { words } from './format';

const tones: Record<string, string> = {
  RUNNING: 'good',
  STOPPED: 'warning',
  ROLLED_OUT: 'plain',
  SUCCEEDED: 'good',
  FAILED: 'bad',
  ON: 'good',
  ACTIVE: 'good',
  SUSPENDED: 'warning',
  BANNED: 'bad',
};

/** A state, by its word; the colour only repeats it. */
export function StateBadge({ state }: { state: string }) {
  return (
    <Badge variant="outline" radius="sm" tt="none" fw={600} className={`state tone-${tones[state] ?? 'quiet'}`} styles={{ root: { flex: 'none' } }}>
      {words(state)}
    </Badge>
  );
}
