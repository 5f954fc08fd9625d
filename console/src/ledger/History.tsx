import { Anchor, Button, Chip, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { type WalletHistoryQuery, type ConnectsEntryKind, WalletHistoryDocument } from '#graphql';
import { download } from '../api/download';
import { usePages } from '../api/pages';
import { Answer } from '../common/Answer';
import { count, date, moment, signed, words } from '../common/format';
import { Panel } from '../common/Panel';
import { Problem } from '../common/Problem';
import { ShowMore } from '../common/ShowMore';
import { asWhere, csvPath, entryKinds, everything, isBackwards, type StatementFilter } from './statement';

export function History({ walletId }: { walletId: string }) {
  const [filter, setFilter] = useState(everything);
  return (
    <Panel title="History" aside={<SaveCsv walletId={walletId} filter={filter} />}>
      <Filters filter={filter} change={setFilter} />
      {isBackwards(filter) ? (
        <Text role="alert" c="var(--mantine-color-error)" size="sm">
          The first day is after the last one.
        </Text>
      ) : (
        <Lines walletId={walletId} filter={filter} />
      )}
    </Panel>
  );
}

function SaveCsv({ walletId, filter }: { walletId: string; filter: StatementFilter }) {
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<Error | null>(null);
  const save = async () => {
    setSaving(true);
    setProblem(null);
    try {
      await download(csvPath(walletId, filter));
    } catch (failure) {
      setProblem(failure as Error);
    } finally {
      setSaving(false);
    }
  };
  return (
    <>
      <Button size="xs" variant="default" loading={saving} onClick={() => void save()} title="The lines of these days, of all kinds">
        Save as CSV
      </Button>
      {problem && <Problem problem={problem} />}
    </>
  );
}

function Filters({ filter, change }: { filter: StatementFilter; change: (filter: StatementFilter) => void }) {
  return (
    <>
      <div className="filters">
        <TextInput label="From" type="date" value={filter.from} onChange={(event) => change({ ...filter, from: event.currentTarget.value })} />
        <TextInput label="To" type="date" value={filter.to} onChange={(event) => change({ ...filter, to: event.currentTarget.value })} />
        {filter !== everything && (
          <Button variant="default" onClick={() => change(everything)}>
            Show everything
          </Button>
        )}
      </div>
      <Chip.Group multiple value={[...filter.kinds]} onChange={(kinds) => change({ ...filter, kinds: kinds as ConnectsEntryKind[] })}>
        <Group gap={6} role="group" aria-label="Kinds of lines">
          {entryKinds.map((kind) => (
            <Chip key={kind} value={kind} size="xs" variant="outline">
              {words(kind)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </>
  );
}

function Lines({ walletId, filter }: { walletId: string; filter: StatementFilter }) {
  const query = usePages(WalletHistoryDocument, { walletId, where: asWhere(filter) }, ({ node }) => (node && 'history' in node ? node.history : null));
  return (
    <Answer query={query}>
      {({ nodes, total }) =>
        nodes.length === 0 ? (
          <Text c="dimmed">There are no such lines.</Text>
        ) : (
          <>
            <table className="data-table stacking" aria-label="History">
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">What</th>
                  <th scope="col" className="number">
                    Connects
                  </th>
                  <th scope="col" className="number">
                    Balance after
                  </th>
                </tr>
              </thead>
              <tbody>
                {nodes.map((entry) => (
                  <tr key={entry.id}>
                    <td data-label="When">{moment(entry.at)}</td>
                    <td data-label="What">
                      <div>
                        {entry.description}
                        <LineMore entry={entry} />
                      </div>
                    </td>
                    <td data-label="Connects" className="number">
                      {signed(entry.amount)}
                    </td>
                    <td data-label="Balance after" className="number">
                      {count(entry.balanceAfter)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            <ShowMore shown={nodes.length} total={total} one="line" query={query} />
          </>
        )
      }
    </Answer>
  );
}

type Entry = Extract<NonNullable<WalletHistoryQuery['node']>, { history: unknown }>['history']['nodes'][number];

function LineMore({ entry }: { entry: Entry }) {
  return (
    <div className="line-more">
      {words(entry.kind)}
      {entry.treatments.map(({ experimentKey, variant }) => (
        <span key={experimentKey}>
          {' · arm '}
          <b>{variant}</b> of{' '}
          <Anchor component={Link} to={`/experiments/${encodeURIComponent(experimentKey)}`} inherit underline="always">
            {experimentKey}
          </Anchor>
        </span>
      ))}
      {entry.lots.length > 0 && (
        <details>
          <summary className="quiet-summary">{entry.lots.length === 1 ? 'Its lot' : `Its ${entry.lots.length} lots`}</summary>
          <ul>
            {entry.lots.map(({ connects, lot }) => (
              <li key={lot.id}>
                {signed(connects)}: {words(lot.origin)}, {lot.kind.toLowerCase()}, issued {date(lot.issuedAt)}, expires {date(lot.expiresAt)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
