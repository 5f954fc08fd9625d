import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { FlagAuditLogDocument, type FlagDetailsFragment, FlagDocument, FlagOverridesDocument, FlagsChangedDocument } from '#graphql';
import { useLive } from '../api/live';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { moment } from '../common/format';
import { Json } from '../common/Json';
import { PageTitle } from '../common/PageTitle';
import { Panel } from '../common/Panel';
import { StateBadge } from '../common/StateBadge';
import { useViewer } from '../shell/useViewer';
import { FlagAuditLog } from './FlagAuditLog';
import type { FlagChange } from './flagChange';
import { FlagChangeDialog } from './FlagChangeDialog';
import { FlagOverrides } from './FlagOverrides';
import { flagState, served } from './flagState';
import { NamedUnits } from './NamedUnits';
import { NoSuchFlag } from './NotHere';
import { namedUnits } from './serving';
import { Servings } from './Servings';

export function FlagPage() {
  const { key = '' } = useParams();
  const query = useApi(FlagDocument, { key });
  useLive(FlagsChangedDocument, {}, [FlagDocument, FlagAuditLogDocument, FlagOverridesDocument]);
  return (
    <Stack gap="lg">
      <Anchor component={Link} to="/flags" size="sm">
        ‹ Flags
      </Anchor>
      <Answer query={query}>{({ flag }) => (flag === null ? <NoSuchFlag flagKey={key} /> : <Flag key={key} flag={flag} />)}</Answer>
    </Stack>
  );
}

function Flag({ flag }: { flag: FlagDetailsFragment }) {
  const [change, setChange] = useState<FlagChange | null>(null);
  const { mayChangeExperiments, roles } = useViewer();
  const mayChange = mayChangeExperiments && !flag.archived;
  const named = namedUnits(flag.definition);
  return (
    <>
      <PageTitle title={flag.key}>
        <Group gap="sm">
          <StateBadge state={flagState(flag)} />
          {mayChange && (
            <>
              <Button onClick={() => setChange(flag.enabled ? 'off' : 'on')} color={flag.enabled ? 'red.8' : undefined}>
                {flag.enabled ? 'Switch off' : 'Switch on'}
              </Button>
              <Button variant="default" component={Link} to={`/flags/${flag.key}/definition`}>
                Edit the definition
              </Button>
              <Button variant="default" onClick={() => setChange('archive')}>
                Archive
              </Button>
            </>
          )}
        </Group>
      </PageTitle>
      <Stack gap={6}>
        <p className="sentence" style={{ margin: 0 }}>
          {flag.description}
        </p>
        <Text c="dimmed" size="sm">
          Version {flag.version}, changed {moment(flag.updatedAt)}
        </Text>
        {roles.length > 0 && !mayChangeExperiments && <Text c="dimmed">Product managers and admins can switch and change it.</Text>}
        {flag.archived && <Text>It is archived: it takes no more edits and no experiments.</Text>}
      </Stack>
      <Panel title="Who gets what now">
        <Servings served={served(flag)} variants={flag.variants} label="Who gets what now" />
      </Panel>
      <Panel title="Variants">
        <Variants variants={flag.variants} />
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
      {flag.experiments.length > 0 && (
        <Panel title="Overrides for testing">
          <FlagOverrides flagKey={flag.key} />
        </Panel>
      )}
      {named.length > 0 && (
        <Panel title="Decided by name">
          <NamedUnits named={named} />
        </Panel>
      )}
      <Panel title="Definition">
        <Text size="sm" c="dimmed">
          As Microsoft.FeatureManagement reads it, and as it is evaluated now.
        </Text>
        <Json value={flag.definition} label="Definition as JSON" />
      </Panel>
      <Panel title="What was changed, by whom and why">
        <FlagAuditLog flagKey={flag.key} />
      </Panel>
      {change !== null && <FlagChangeDialog change={change} flag={flag} close={() => setChange(null)} />}
    </>
  );
}

function Variants({ variants }: { variants: FlagDetailsFragment['variants'] }) {
  return (
    <table className="data-table stacking" aria-label="Variants">
      <thead>
        <tr>
          <th scope="col">Variant</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {variants.map((variant) => (
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
  );
}
