import { Anchor, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { CreateExperimentDocument, ExperimentChoicesDocument, type ExperimentChoicesQuery } from '#graphql';
import { execute } from '../api/client';
import { useApi } from '../api/queries';
import { refusalsOf } from '../api/refusals';
import { Answer } from '../common/Answer';
import { PageTitle } from '../common/PageTitle';
import { toInput } from './form/conversion';
import { emptyDraft } from './form/draft';
import { ExperimentForm } from './form/ExperimentForm';

export function NewExperimentPage() {
  const query = useApi(ExperimentChoicesDocument, {});
  return (
    <Stack gap="lg">
      <Anchor component={Link} to="/experiments" size="sm">
        ‹ Experiments
      </Anchor>
      <PageTitle title="New experiment" />
      <Text c="dimmed">Nothing is written before you save. Saving makes a draft: nobody is in it before it is started.</Text>
      <Answer query={query}>{(choices) => <NewForm choices={choices} />}</Answer>
    </Stack>
  );
}

function NewForm({ choices }: { choices: ExperimentChoicesQuery }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return (
    <ExperimentForm
      choices={choices}
      initial={emptyDraft}
      editing={null}
      back="/experiments"
      save={async (draft, _, done) => {
        const payload = (await execute(CreateExperimentDocument, { input: toInput(draft) })).createExperiment;
        const { experiment } = payload;
        if (experiment) {
          await Promise.all(['ExperimentList', 'FlagList', 'Flag'].map((name) => client.invalidateQueries({ queryKey: [name] })));
          done(() => void navigate(`/experiments/${experiment.key}`));
        }
        return refusalsOf(payload);
      }}
    />
  );
}
