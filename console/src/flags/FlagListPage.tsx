import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { type FlagDetailsFragment, FlagListDocument, FlagsChangedDocument } from '#graphql';
import { useLive } from '../api/live';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { moment } from '../common/format';
import { PageTitle } from '../common/PageTitle';
import { StateBadge } from '../common/StateBadge';
import { useViewer } from '../shell/useViewer';
import type { FlagChange } from './flagChange';
import { FlagChangeDialog } from './FlagChangeDialog';
import { flagState, runningOn, served } from './flagState';
import { inOneSentence } from './serving';

export function FlagListPage() {
  const query = useApi(FlagListDocument, {});
  useLive(FlagsChangedDocument, {}, [FlagListDocument]);
  const { mayChangeExperiments, roles } = useViewer();
  const [sought, setSought] = useState('');
  const [switching, setSwitching] = useState<{ key: string; change: FlagChange } | null>(null);
  return (
    <Stack gap="lg">
      <PageTitle title="Flags">
        {mayChangeExperiments && (
          <Button component={Link} to="/new-flag">
            New flag
          </Button>
        )}
      </PageTitle>
      {roles.length > 0 && !mayChangeExperiments && <Text c="dimmed">Product managers and admins can switch and change them.</Text>}
      <Answer query={query}>
        {({ flags }) => {
          const found = flags.filter((flag) => `${flag.key} ${flag.description}`.toLowerCase().includes(sought.trim().toLowerCase()));
          const [live, archived] = [found.filter((flag) => !flag.archived), found.filter((flag) => flag.archived)];
          const switched = flags.find((flag) => flag.key === switching?.key);
          return (
            <>
              {flags.length > 5 && <TextInput label="Find a flag" type="search" value={sought} onChange={(event) => setSought(event.currentTarget.value)} maw={360} />}
              {live.length === 0 && <Text c="dimmed">{flags.length === 0 ? 'There are no flags.' : 'None that is in use fits.'}</Text>}
              {live.length > 0 && <FlagRows label="Flags" flags={live} change={mayChangeExperiments ? (key, change) => setSwitching({ key, change }) : null} />}
              {archived.length > 0 && (
                <details>
                  <Text component="summary" c="dimmed" style={{ cursor: 'pointer' }} mb="sm">
                    Archived ({archived.length})
                  </Text>
                  <FlagRows label="Archived flags" flags={archived} change={null} />
                </details>
              )}
              {switching !== null && switched !== undefined && <FlagChangeDialog change={switching.change} flag={switched} close={() => setSwitching(null)} />}
            </>
          );
        }}
      </Answer>
    </Stack>
  );
}

function FlagRows({ label, flags, change }: { label: string; flags: readonly FlagDetailsFragment[]; change: ((key: string, change: FlagChange) => void) | null }) {
  return (
    <ul className="plain-list surface rows" aria-label={label}>
      {flags.map((flag) => {
        const running = runningOn(flag);
        return (
          <li key={flag.key}>
            <Group justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
              <Stack gap={6} miw={0}>
                <Group gap="sm">
                  <Anchor component={Link} to={`/flags/${flag.key}`} fw={600} className="mono">
                    {flag.key}
                  </Anchor>
                  <StateBadge state={flagState(flag)} />
                </Group>
                <Text size="sm">{flag.description}</Text>
                <Text size="sm" fw={500}>
                  {inOneSentence(served(flag))}
                </Text>
                <Group gap="xs" c="dimmed" fz="sm" className="dotted">
                  <span>changed {moment(flag.updatedAt)}</span>
                  {running !== undefined && (
                    <span>
                      under test by{' '}
                      <Anchor component={Link} to={`/experiments/${running.key}`} size="sm">
                        {running.name}
                      </Anchor>
                    </span>
                  )}
                </Group>
              </Stack>
              {change !== null && (
                <Button
                  size="xs"
                  variant="default"
                  flex="none"
                  aria-label={`${flag.enabled ? 'Switch off' : 'Switch on'} ${flag.key}`}
                  onClick={() => change(flag.key, flag.enabled ? 'off' : 'on')}
                >
                  {flag.enabled ? 'Switch off' : 'Switch on'}
                </Button>
              )}
            </Group>
          </li>
        );
      })}
    </ul>
  );
}
