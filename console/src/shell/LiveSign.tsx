import { Text } from '@mantine/core';
import { useLiveState } from '../api/live';

/** Says that what is shown may be out of date, while it may. The region stays, so that readers' voices notice what comes into it. */
export function LiveSign() {
  const interrupted = useLiveState() === 'interrupted';
  return (
    <div role="status" className="live-sign tone-warning">
      {interrupted && (
        <Text size="sm" fw={600} px="md" py={6}>
          Live updates are interrupted; trying again.
        </Text>
      )}
    </div>
  );
}
