import { Button, Group, Stack, Text } from '@mantine/core';
import type { ExperimentAuditLogQuery } from '#graphql';
import { Answer } from '../common/Answer';
import { moment } from '../common/format';
import { actionName, changesOf } from './changes';
import { useAuditLog } from './useAuditLog';

type Entry = NonNullable<ExperimentAuditLogQuery['experiment']>['auditLog']['nodes'][number];

export function AuditLog({ experimentKey }: { experimentKey: string }) {
  const query = useAuditLog(experimentKey);
  return (
    <Answer query={query}>
      {({ pages }) => {
        const entries = pages.flatMap((page) => page.experiment?.auditLog.nodes ?? []);
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
  const created = entry.before == null;
  const changes = changesOf(entry.before, entry.after);
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Text fw={600}>{actionName(entry.action)}</Text>
        <Text size="sm" c="dimmed">
          {moment(entry.at)} by <span className="mono">{entry.actor}</span>
        </Text>
      </Group>
      {entry.reason !== null && entry.reason !== '' && (
        <Text component="blockquote" className="quote" size="sm">
          {entry.reason}
        </Text>
      )}
      {created ? (
        <details>
          <Text component="summary" size="sm" c="dimmed" style={{ cursor: 'pointer' }}>
            What it was created with
          </Text>
          <Changes changes={changes} created />
        </details>
      ) : (
        changes.length > 0 && <Changes changes={changes} />
      )}
    </Stack>
  );
}

function Changes({ changes, created = false }: { changes: ReturnType<typeof changesOf>; created?: boolean }) {
  return (
    <table className="data-table stacking" style={{ marginTop: 8 }}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          {!created && <th scope="col">Before</th>}
          <th scope="col">{created ? 'Value' : 'After'}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.field}>
            <td data-label="Field">{change.label}</td>
            {!created && (
              <td data-label="Before" className="change-before">
                {change.before}
              </td>
            )}
            <td data-label={created ? 'Value' : 'After'}>{change.after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
