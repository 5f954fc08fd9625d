import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { FlagListDocument, FlagsChangedDocument } from '#graphql';
import { useLive } from '../api/live';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { moment } from '../common/format';
import { PageTitle } from '../common/PageTitle';
import { StateBadge } from '../common/StateBadge';
import { flagState } from './flagState';

export function FlagListPage() {
  const query = useApi(FlagListDocument, {});
  useLive(FlagsChangedDocument, {}, [FlagListDocument]);
  return (
    <Stack gap="lg">
      <PageTitle title="Flags" />
      <Answer query={query}>
        {({ flags }) =>
          flags.length === 0 ? (
            <Text c="dimmed">There are no flags.</Text>
          ) : (
            <ul className="plain-list surface rows" aria-label="Flags">
              {flags.map((flag) => {
                const running = flag.experiments.find((experiment) => experiment.state === 'RUNNING');
                return (
                  <li key={flag.key}>
                    <Stack gap={6}>
                      <Group justify="space-between" wrap="nowrap" align="flex-start">
                        <Anchor component={Link} to={`/flags/${flag.key}`} fw={600} className="mono">
                          {flag.key}
                        </Anchor>
                        <StateBadge state={flagState(flag)} />
                      </Group>
                      <Text size="sm">{flag.description}</Text>
                      <Group gap="xs" c="dimmed" fz="sm" className="dotted">
                        <span>{flag.variants.map((variant) => variant.name).join(', ')}</span>
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
                  </li>
                );
              })}
            </ul>
          )
        }
      </Answer>
    </Stack>
  );
}
