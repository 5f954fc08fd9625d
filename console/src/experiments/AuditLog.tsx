import { Text } from '@mantine/core';
import type { ExperimentAuditLogQuery } from '#graphql';
import { AuditTimeline, FieldChanges } from '../common/AuditTimeline';
import { actionName, changesOf } from './changes';
import { useAuditLog } from './useAuditLog';

type Entry = NonNullable<ExperimentAuditLogQuery['experiment']>['auditLog']['nodes'][number];

export function AuditLog({ experimentKey }: { experimentKey: string }) {
  const query = useAuditLog(experimentKey);
  return <AuditTimeline query={query} entries={(page) => page.experiment?.auditLog.nodes ?? []} describe={(entry) => ({ title: actionName(entry.action), details: <Details entry={entry} /> })} />;
}

function Details({ entry }: { entry: Entry }) {
  const changes = changesOf(entry.before, entry.after);
  if (entry.before != null) return changes.length > 0 && <FieldChanges changes={changes} />;
  return (
    <details>
      <Text component="summary" size="sm" c="dimmed" mb={8} style={{ cursor: 'pointer' }}>
        What it was created with
      </Text>
      <FieldChanges changes={changes} created />
    </details>
  );
}
