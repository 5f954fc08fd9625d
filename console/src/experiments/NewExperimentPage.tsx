import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { CreateExperimentDocument, ExperimentChoicesDocument, type ExperimentChoicesQuery } from '#graphql';
import { execute } from '../api/client';
import { useApi } from '../api/queries';
import { byField, type Refusal, refusalsOf } from '../api/refusals';
import { Answer } from '../common/Answer';
import { PageTitle } from '../common/PageTitle';
import { Panel } from '../common/Panel';
import { Problem, Refusals } from '../common/Problem';
import { ArmsFields } from './ArmsFields';
import { check, emptyDraft, toInput } from './draft';
import { AboutFields, MetricFields, ReachFields } from './DraftFields';
import { summarize } from './summary';

export function NewExperimentPage() {
  const query = useApi(ExperimentChoicesDocument, {});
  return (
    <Stack gap="lg">
      <Anchor component={Link} to="/experiments" size="sm">
        ‹ Experiments
      </Anchor>
      <PageTitle title="New experiment" />
      <Text c="dimmed">Saving makes a draft: nobody is in it before it is started.</Text>
      <Answer query={query}>{(choices) => <DraftForm choices={choices} />}</Answer>
    </Stack>
  );
}

function DraftForm({ choices }: { choices: ExperimentChoicesQuery }) {
  const form = useForm({ initialValues: emptyDraft, validate: check });
  const [saving, setSaving] = useState(false);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [problem, setProblem] = useState<Error | null>(null);
  const client = useQueryClient();
  const navigate = useNavigate();
  const draft = form.values;
  const flag = choices.flags.find((candidate) => candidate.key === draft.flagKey);
  const metric = choices.metrics.find((candidate) => candidate.key === draft.primaryMetric);

  const save = async () => {
    setSaving(true);
    setProblem(null);
    setRefusals([]);
    try {
      const payload = (await execute(CreateExperimentDocument, { input: toInput(draft) })).createExperiment;
      const found = byField(refusalsOf(payload), Object.keys(emptyDraft));
      form.setErrors(found.fields);
      setRefusals(found.others);
      if (payload.experiment) {
        await Promise.all(['ExperimentList', 'ExperimentChoices', 'FlagList', 'Flag'].map((name) => client.invalidateQueries({ queryKey: [name] })));
        await navigate(`/experiments/${payload.experiment.key}`);
      }
    } catch (failure) {
      setProblem(failure as Error);
    } finally {
      setSaving(false);
    }
  };

  return (
    <form onSubmit={form.onSubmit(() => void save())} noValidate>
      <Stack gap="lg">
        <Panel title="What it is about">
          <AboutFields form={form} />
        </Panel>
        <Panel title="What is compared">
          <ArmsFields form={form} flags={choices.flags} />
        </Panel>
        <Panel title="What decides">
          <MetricFields form={form} metrics={choices.metrics} />
        </Panel>
        <Panel title="Whom it reaches">
          <ReachFields form={form} />
        </Panel>
        {flag !== undefined && draft.arms.length > 0 && (
          <Panel title="In one sentence">
            <p className="sentence" style={{ margin: 0 }} aria-live="polite">
              {summarize(
                {
                  ...draft,
                  state: 'DRAFT',
                  layerShare: String(draft.layerShare),
                  traffic: String(draft.traffic),
                  arms: draft.arms.map((arm) => ({ variant: arm.variant, weight: String(arm.weight), control: arm.variant === draft.control })),
                  flag,
                  primaryMetric: metric ?? { key: '', name: '', higherIsBetter: true },
                },
                choices.rateCards,
              )}
            </p>
          </Panel>
        )}
        {problem && <Problem problem={problem} />}
        <Refusals refusals={refusals} />
        {Object.keys(form.errors).length > 0 && (
          <Text c="var(--mantine-color-error)" size="sm" role="alert">
            Not saved yet: see the fields marked above.
          </Text>
        )}
        <Group>
          <Button type="submit" loading={saving}>
            Save the draft
          </Button>
          <Button variant="default" component={Link} to="/experiments">
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
