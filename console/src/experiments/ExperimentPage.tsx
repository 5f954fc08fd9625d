import { Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { ExperimentAuditLogDocument, ExperimentChangedDocument, ExperimentDocument, ExperimentResultsDocument, type ExperimentDetailsFragment, type ExperimentQuery } from '#graphql';
import { useLive } from '../api/live';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { moment, percent } from '../common/format';
import { PageTitle } from '../common/PageTitle';
import { Panel } from '../common/Panel';
import { StateBadge } from '../common/StateBadge';
import { useViewer } from '../shell/useViewer';
import { AuditLog } from './AuditLog';
import { ExperimentActions, whoCan } from './changes/ExperimentActions';
import { ExperimentAnswers } from './results/ExperimentAnswers';
import { Explain } from './results/Explain';
import { type RateCardTiers, unitNames } from './summary';

export function ExperimentPage() {
  const { key = '' } = useParams();
  const query = useApi(ExperimentDocument, { key });
  useLive(ExperimentChangedDocument, { key }, [ExperimentDocument, ExperimentResultsDocument, ExperimentAuditLogDocument]);
  return (
    <Stack gap="lg">
      <Anchor component={Link} to="/experiments" size="sm">
        ‹ Experiments
      </Anchor>
      <Answer query={query}>
        {({ experiment, rateCards, jobCategories }) =>
          experiment === null ? (
            <Stack gap="xs">
              <PageTitle title="There is no such experiment" />
              <Text>
                None has the key <span className="mono">{key}</span>.
              </Text>
            </Stack>
          ) : (
            <Experiment experiment={experiment} rateCards={rateCards} categories={jobCategories} />
          )
        }
      </Answer>
    </Stack>
  );
}

interface Shown {
  experiment: ExperimentDetailsFragment;
  rateCards: readonly RateCardTiers[];
  categories: ExperimentQuery['jobCategories'];
}

function Experiment({ experiment, rateCards, categories }: Shown) {
  const { mayChangeExperiments, roles } = useViewer();
  const instead = whoCan(experiment.state);

  return (
    <>
      <PageTitle title={experiment.name}>
        <Group gap="sm">
          <StateBadge state={experiment.state} />
          {mayChangeExperiments && <ExperimentActions experiment={experiment} rateCards={rateCards} categories={categories} />}
        </Group>
      </PageTitle>

      {roles.length > 0 && !mayChangeExperiments && instead !== null && (
        <Text size="sm" c="dimmed">
          {instead}
        </Text>
      )}

      <ExperimentAnswers experiment={experiment} rateCards={rateCards} categories={categories} />
      <Explain experimentKey={experiment.key} unit={experiment.unit} categories={categories} />
      <Panel title="Settings">
        <Settings experiment={experiment} />
      </Panel>
      <Panel title="Audit log">
        <AuditLog experimentKey={experiment.key} />
      </Panel>
    </>
  );
}

function Settings({ experiment }: { experiment: ExperimentDetailsFragment }) {
  return (
    <dl className="facts">
      <Fact name="Key">
        <span className="mono">{experiment.key}</span>
      </Fact>
      <Fact name="Flag">
        <Anchor component={Link} to={`/flags/${experiment.flag.key}`} className="mono">
          {experiment.flag.key}
        </Anchor>
      </Fact>
      <Fact name="Assigned by">{unitNames[experiment.unit].one}</Fact>
      <Fact name="Share of the layer">{percent(Number(experiment.layerShare))}</Fact>
      <Fact name="Traffic">{percent(Number(experiment.traffic))}</Fact>
      <Fact name="Started">{experiment.startedAt === null ? 'not yet' : moment(experiment.startedAt)}</Fact>
      <Fact name="Stopped">{experiment.stoppedAt === null ? 'not yet' : moment(experiment.stoppedAt)}</Fact>
      <Fact name="Version">
        <Badge variant="default" radius="sm" tt="none">
          {experiment.version}
        </Badge>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
