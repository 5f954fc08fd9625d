import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';

export function Loading() {
  return (
    <Stack gap="md" aria-busy="true">
      <VisuallyHidden role="status">Loading</VisuallyHidden>
      <Skeleton height={90} radius="lg" />
      <Skeleton height={160} radius="lg" />
    </Stack>
  );
}
