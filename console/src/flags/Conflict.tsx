import { Button, Stack, Text } from '@mantine/core';
import { isVersionConflict, type Refusal } from '../api/refusals';
import { Notice } from '../common/Notice';
import { Refusals } from '../common/Problem';

interface Shown {
  refusals: readonly Refusal[];
  title: string;
  /** The version that was read, and the one that is known to be there now. */
  read: number;
  now: number;
  reload: () => void;
  reloading: boolean;
}

/** What was refused; of a change made elsewhere it says so as soon as it is known, and offers to reload. */
export function Conflict({ refusals, title, read, now, reload, reloading }: Shown) {
  if (!isVersionConflict(refusals) && read === now) return <Refusals refusals={refusals} title={title} />;
  const said = refusals.length > 0 ? refusals.map((refusal) => refusal.message) : [`Somebody changed it meanwhile; its version is now ${now}.`];
  return (
    <Notice tone="warning" title="Changed elsewhere">
      <Stack gap="sm" align="flex-start">
        {said.map((message) => (
          <Text size="sm" key={message}>
            {message}
          </Text>
        ))}
        <Button size="xs" variant="default" onClick={reload} loading={reloading}>
          Reload the flag
        </Button>
      </Stack>
    </Notice>
  );
}
