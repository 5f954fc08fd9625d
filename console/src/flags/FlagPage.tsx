import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { FlagDocument, FlagsChangedDocument, type FlagQuery } from '#graphql';
import { useLive } from '../api/live';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { moment } from '../common/format';
import { Json } from '../common/Json';
import { PageTitle } from '../common/PageTitle';
import { Panel } from '../common/Panel';
import { StateBadge } from '../common/StateBadge';
import { flagState } from './flagState';

export function FlagPage() {
  const { key = '' } = useParams();
  const query = useApi(FlagDocument, { key });
  useLive(FlagsChangedDocument, {}, [FlagDocument]);
  return (
    <Stack gap="lg">
      <Anchor component={Link} to="/flags" size="sm">
        ‹ Flags
      </Anchor>
      <Answer query={query}>
        {({ flag }) =>
          flag === null ? (
            <Stack gap="xs">
              <PageTitle title="There is no such flag" />
              <Text>
                None has the key <span className="mono">{key}</span>.
              </Text>
            </Stack>
          ) : (
            <Flag flag={flag} />
          )
        }
      </Answer>
    </Stack>
  );
}

function Flag({ flag }: { flag: NonNullable<FlagQuery['flag']> }) {
  return (
    <>
      <PageTitle title={flag.key}>
        <StateBadge state={flagState(flag)} />
      </PageTitle>
      <Stack gap={6}>
        <p className="sentence" style={{ margin: 0 }}>
          {flag.description}
        </p>
        <Text c="dimmed" size="sm">
          Version {flag.version}, changed {moment(flag.updatedAt)}
        </Text>
      </Stack>
      <Panel title="Variants">
        <table className="data-table stacking">
          <thead>
            <tr>
              <th scope="col">Variant</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {flag.variants.map((variant) => (
              <tr key={variant.name}>
                <td data-label="Variant">
                  <b>{variant.name}</b>
                </td>
                <td data-label="Value" className="mono">
                  {JSON.stringify(variant.configuration)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel title="Experiments on it">
        {flag.experiments.length === 0 ? (
          <Text c="dimmed">None.</Text>
        ) : (
          <Stack gap="sm">
            {flag.experiments.map((experiment) => (
              <Group key={experiment.id} justify="space-between" wrap="nowrap">
                <Anchor component={Link} to={`/experiments/${experiment.key}`}>
                  {experiment.name}
                </Anchor>
                <StateBadge state={experiment.state} />
              </Group>
            ))}
          </Stack>
        )}
      </Panel>
      <Panel title="Definition">
        <Text size="sm" c="dimmed">
          As Microsoft.FeatureManagement reads it, and as it is evaluated now.
        </Text>
        <Json value={flag.definition} label="Definition as JSON" />
      </Panel>
    </>
  );
}
