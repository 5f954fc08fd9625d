import { Badge } from '@mantine/core';
import { words } from './format';

const colors: Record<string, string> = {
  DRAFT: 'gray',
  RUNNING: 'green',
  STOPPED: 'orange',
  ROLLED_OUT: 'indigo',
  ARCHIVED: 'gray',
  SUCCEEDED: 'green',
  FAILED: 'red',
  ON: 'green',
  OFF: 'gray',
};

/** A state, by its word; the colour only repeats it. */
export function StateBadge({ state }: { state: string }) {
  const color = colors[state] ?? 'gray';
  return (
    <Badge variant="outline" color={color} radius="sm" tt="none" fw={600} className={`state state-${color}`} styles={{ root: { flex: 'none' } }}>
      {words(state)}
    </Badge>
  );
}
