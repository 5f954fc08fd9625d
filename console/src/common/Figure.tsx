import { Text } from '@mantine/core';

/** A number to see at once, by its name. */
export function Figure({ name, value, says }: { name: string; value: string; says?: string }) {
  return (
    <div role="group" aria-label={name}>
      <Text size="sm" fw={600}>
        {name}
      </Text>
      <div className="figure">{value}</div>
      {says !== undefined && (
        <Text size="xs" c="dimmed">
          {says}
        </Text>
      )}
    </div>
  );
}
