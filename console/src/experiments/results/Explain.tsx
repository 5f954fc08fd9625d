import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type EvaluationReason, ExperimentExplanationDocument, type ExperimentUnit } from '#graphql';
import { useApi } from '../../api/queries';
import { Answer } from '../../common/Answer';
import { Panel } from '../../common/Panel';
import { unitNames } from '../summary';
import { quoted } from './words';

interface Shown {
  experimentKey: string;
  unit: ExperimentUnit;
  categories: readonly { key: string; name: string }[];
}

const reasons: Record<EvaluationReason, string> = {
  OFF: 'the flag is off for it',
  DEFAULT: 'no rule concerns it and no experiment runs, so it is the flag’s default',
  TARGETED: 'a rule of the flag names it, so it is no part of the results',
  ALLOCATED: 'the draw of arms has put it there',
  OVERRIDDEN: 'somebody set that for testing, so it is no part of the results',
  NOT_IN_EXPERIMENT: 'an experiment runs, and this one is not in it',
};

/** Asks the API for the whole decision about one unit. */
export function Explain({ experimentKey, unit, categories }: Shown) {
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState<string | null>(null);
  const { one } = unitNames[unit];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== '') setAsked(typed.trim());
  };
  return (
    <Panel title={`Why does this ${one} see this?`}>
      <form onSubmit={submit}>
        <Group align="end" gap="sm">
          {unit === 'JOB_CATEGORY' ? (
            <NativeSelect
              label="Job category"
              data={[{ value: '', label: 'Choose one' }, ...categories.map((category) => ({ value: category.key, label: category.name }))]}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          ) : (
            <TextInput
              label={`Id of the ${one}`}
              description={unit === 'ACCOUNT' ? 'As the ledger shows it, or the API.' : 'As the API shows it.'}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              w={{ base: '100%', xs: 320 }}
            />
          )}
          <Button type="submit" variant="default" disabled={typed.trim() === ''}>
            Explain
          </Button>
        </Group>
      </form>
      {asked !== null && <Explanation experimentKey={experimentKey} unitId={asked} />}
    </Panel>
  );
}

function Explanation({ experimentKey, unitId }: { experimentKey: string; unitId: string }) {
  const query = useApi(ExperimentExplanationDocument, { key: experimentKey, unitId });
  return (
    <Answer query={query}>
      {({ experiment }) =>
        experiment === null ? (
          <Text>The experiment is gone.</Text>
        ) : (
          <Stack gap="xs" role="status">
            <p className="answer">
              <span>
                It gets {experiment.explain.variant === null ? 'nothing' : quoted(experiment.explain.variant)}: {reasons[experiment.explain.reason]}.
              </span>
            </p>
            <ol className="sentences">
              {experiment.explain.steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </Stack>
        )
      }
    </Answer>
  );
}
