import { Button, Group, Stack, Text } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Answer } from './Answer';
import { moment } from './format';

interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly reason: string | null;
}

interface Shown<TPage, TEntry> {
  query: UseInfiniteQueryResult<InfiniteData<TPage>>;
  entries: (page: TPage) => readonly TEntry[];
  /** What was done, in a few words, and what it changed. */
  describe: (entry: TEntry) => { title: string; details: ReactNode };
}

/** Who changed what, when and why, newest first. */
export function AuditTimeline<TPage, TEntry extends AuditEntry>({ query, entries, describe }: Shown<TPage, TEntry>) {
  return (
    <Answer query={query}>
      {({ pages }) => {
        const all = pages.flatMap(entries);
        return all.length === 0 ? (
          <Text c="dimmed">Nothing has been changed.</Text>
        ) : (
          <>
            <ol className="plain-list timeline" aria-label="Audit log">
              {all.map((entry) => (
                <li key={entry.id}>
                  <OneEntry entry={entry} {...describe(entry)} />
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

function OneEntry({ entry, title, details }: { entry: AuditEntry; title: string; details: ReactNode }) {
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed">
          {moment(entry.at)} by <span className="mono">{entry.actor}</span>
        </Text>
      </Group>
      {entry.reason !== null && entry.reason !== '' && (
        <Text component="blockquote" className="quote" size="sm">
          {entry.reason}
        </Text>
      )}
      {details}
    </Stack>
  );
}

interface FieldChange {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** The fields that an entry changed, or, of a thing that was created, those it has. */
export function FieldChanges({ changes, created = false }: { changes: readonly FieldChange[]; created?: boolean }) {
  return (
    <table className="data-table stacking" aria-label="Fields">
      <thead>
        <tr>
          <th scope="col">Field</th>
          {!created && <th scope="col">Before</th>}
          <th scope="col">{created ? 'Value' : 'After'}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.label}>
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
