import { useInfiniteQuery } from '@tanstack/react-query';
import { FlagAuditLogDocument, type FlagAuditLogQuery } from '#graphql';
import { execute } from '../api/client';
import { AuditTimeline, FieldChanges } from '../common/AuditTimeline';
import { words } from '../common/format';
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
  return <AuditTimeline query={query} entries={(page) => page.auditLog.nodes} describe={describe} />;
}

function describe(entry: Entry) {
  const changes = entry.before == null ? null : flagEntryChanges(entry.before, entry.after);
  return {
    title: title(entry.action, changes),
    details: changes !== null && (
      <>
        {changes.fields.length > 0 && <FieldChanges changes={changes.fields} />}
        {changes.definition.length > 0 && <Difference lines={changes.definition} label="Definition, before and after" />}
      </>
    ),
  };
}

/** flag.updated says less than what was updated: a switch is what people look for. */
function title(action: string, changes: FlagEntryChanges | null): string {
  const turned = changes?.fields.find((field) => field.label === 'Switch');
  if (action === 'flag.updated' && turned !== undefined && changes!.definition.length === 0) return `Switched ${turned.after}`;
  const name = words(action.slice(action.lastIndexOf('.') + 1).replaceAll('-', '_'));
  return action.startsWith('experiment.') ? `By an experiment: ${name.toLowerCase()}` : name;
}
