import { Loader, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FlagPreviewDocument, type FlagPreviewQuery } from '#graphql';
import { execute } from '../api/client';
import { count } from '../common/format';
import { Problem } from '../common/Problem';
import type { UnitWords } from './serving';
import { promisesInWords, switchesInWords } from './switches';

export type Preview = NonNullable<FlagPreviewQuery['flag']>['preview'];

/** Counts who would switch if a definition were saved. Nobody has to wait for the count: a switch is for emergencies too. */
export function SwitchPreview({ flagKey, version, definition, units }: { flagKey: string; version: number; definition: unknown; units: UnitWords }) {
  const query = useQuery({
    queryKey: ['FlagPreview', flagKey, version, definition],
    queryFn: () => execute(FlagPreviewDocument, { key: flagKey, definition }),
    retry: false,
  });
  if (query.error) return <Problem problem={query.error} retry={() => void query.refetch()} />;
  if (query.isPending) {
    return (
      <Group gap="xs" role="status">
        <Loader size="xs" />
        <Text size="sm">Counting who would switch …</Text>
      </Group>
    );
  }
  return query.data.flag === null ? null : <Switches preview={query.data.flag.preview} units={units} />;
}

export function Switches({ preview, units }: { preview: Preview; units: UnitWords }) {
  const promises = promisesInWords(preview);
  return (
    <Stack gap="xs" role="status">
      <Text>{switchesInWords(preview, units)}</Text>
      {preview.moves.length > 0 && (
        <table className="data-table stacking" aria-label="Who would switch">
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col" className="number">
                How many
              </th>
            </tr>
          </thead>
          <tbody>
            {preview.moves.map(({ from, to, units: moved }) => (
              <tr key={`${from} ${to}`}>
                <td data-label="From">{from ?? 'no variant'}</td>
                <td data-label="To">{to ?? 'no variant'}</td>
                <td data-label="How many" className="number">
                  {count(moved)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {promises !== null && <Text size="sm">{promises}</Text>}
    </Stack>
  );
}
