import { Button, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { FlagAuditLogDocument, type FlagAuditLogQuery } from '#graphql';
import { execute } from '../api/client';
import { Answer } from '../common/Answer';
import { moment, words } from '../common/format';
import { Difference } from './Difference';
import { type FlagEntryChanges, flagEntryChanges } from './history';

type Entry = FlagAuditLogQuery['auditLog']['nodes'][number];

export function FlagAuditLog({ flagKey }: { flagKey: string }) {
  const query = useInfiniteQuery({
    queryKey: ['FlagAuditLog', flagKey],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => execute(FlagAuditLogDocument, { subject: `flag:${flagKey}`, after: pageParam }),
    getNextPageParam: ({ auditLog }) => (auditLog.pageInfo.hasNextPage ? auditLog.pageInfo.endCursor : undefined),
  });
  return (
    <Answer query={query}>
      {({ pages }) => {
        const entries = pages.flatMap((page) => page.auditLog.nodes);
        return entries.length === 0 ? (
          <Text c="dimmed">Nothing has been changed.</Text>
        ) : (
          <>
            <ol className="plain-list timeline" aria-label="Audit log">
              {entries.map((entry) => (
                <li key={entry.id}>
                  <OneEntry entry={entry} />
                </li>
              ))}
            </ol>
            {query.hasNextPage && (
              <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Show earlier changes
              </Button>
            )}
          </>
        );
      }}
    </Answer>
  );
}

function OneEntry({ entry }: { entry: Entry }) {
  const changes = entry.before == null ? null : flagEntryChanges(entry.before, entry.after);
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <Text fw={600}>{title(entry.action, changes)}</Text>
        <Text size="sm" c="dimmed">
          {moment(entry.at)} by <span className="mono">{entry.actor}</span>
        </Text>
      </Group>
      {entry.reason !== null && entry.reason !== '' && (
        <Text component="blockquote" className="quote" size="sm">
          {entry.reason}
        </Text>
      )}
      {changes !== null && changes.fields.length > 0 && (
        <table className="data-table stacking" aria-label="Fields">
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {changes.fields.map((field) => (
              <tr key={field.label}>
                <td data-label="Field">{field.label}</td>
                <td data-label="Before" className="change-before">
                  {field.before}
                </td>
                <td data-label="After">{field.after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {changes !== null && changes.definition.length > 0 && <Difference lines={changes.definition} label="Definition, before and after" />}
    </Stack>
  );
}

/** flag.updated says less than what was updated: a switch is what people look for. */
function title(action: string, changes: FlagEntryChanges | null): string {
  const turned = changes?.fields.find((field) => field.label === 'Switch');
  if (action === 'flag.updated' && turned !== undefined && changes!.definition.length === 0) return `Switched ${turned.after}`;
  const name = words(action.slice(action.lastIndexOf('.') + 1).replaceAll('-', '_'));
  return action.startsWith('experiment.') ? `By an experiment: ${name.toLowerCase()}` : name;
}
