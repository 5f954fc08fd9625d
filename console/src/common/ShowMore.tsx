import { Button, Group, Text } from '@mantine/core';
import { count, counted } from './format';

interface Shown {
  shown: number;
  total: number;
  one: string;
  many?: string;
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

/** How many of a list are shown, and the way to the next ones. */
export function ShowMore({ shown, total, one, many, query }: Shown) {
  return (
    <Group justify="space-between">
      <Text size="sm" c="dimmed" role="status">
        {query.hasNextPage && `${count(shown)} of `}
        {counted(total, one, many)}
      </Text>
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Group>
  );
}
