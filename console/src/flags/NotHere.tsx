import { Stack, Text } from '@mantine/core';
import { PageTitle } from '../common/PageTitle';

export function NoSuchFlag({ flagKey }: { flagKey: string }) {
  return (
    <Stack gap="xs">
      <PageTitle title="There is no such flag" />
      <Text>
        None has the key <span className="mono">{flagKey}</span>.
      </Text>
    </Stack>
  );
}

export function NotToEdit({ flagKey, why }: { flagKey: string; why: string }) {
  return (
    <>
      <PageTitle title={`Definition of ${flagKey}`} />
      <Text>{why}</Text>
    </>
  );
}
