import { Group, Text } from '@mantine/core';

export function Mark() {
  return (
    <Group gap={10} wrap="nowrap">
      <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#3b5bdb" />
        <path d="M9 8v8a4 4 0 0 0 4 4h10M19 16l4 4-4 4" fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round" />
      </svg>
      <Text fw={650} style={{ whiteSpace: 'nowrap' }}>
        Connects console
      </Text>
    </Group>
  );
}
