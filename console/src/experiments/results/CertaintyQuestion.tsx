import { NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { PlannedSampleDocument, type ExperimentDetailsFragment } from '#graphql';
import { useApi } from '../../api/queries';
import { count, moment, span } from '../../common/format';
import { Notice } from '../../common/Notice';
import { unitNames } from '../summary';
import { certaintyAnswer, evidenceOf, methodSentence, progressSentence } from './certainty';
import { Question } from './Question';
import { controlOf, type Results, treatmentsOf } from './types';
import { bare } from './words';

interface Shown {
  title: string;
  experiment: ExperimentDetailsFragment;
  results: Results;
  now: string;
}

/** Question four: what the difference is worth as evidence, and how far the sample has come. */
export function Certainty({ title, experiment, results, now }: Shown) {
  const { arms, unit, startedAt, stoppedAt } = experiment;
  const treatments = treatmentsOf(arms);
  const compared = results.metrics[0]?.arms.filter((arm) => treatments.includes(arm.variant)) ?? [];
  const smallest = Math.min(...results.sampleRatio.arms.map((arm) => arm.units));
  const ran = startedAt === null ? '' : `${stoppedAt === null ? 'It has run for' : 'It ran for'} ${span(startedAt, stoppedAt ?? now)}, since ${moment(startedAt)}.`;
  return (
    <Question place="certainty" title={title} answer={certaintyAnswer(results, controlOf(arms), unit)}>
      <ul className="sentences">
        {compared.flatMap((arm) => evidenceOf(arm, results, compared.length > 1)).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        <li>
          {ran} {count(results.sampleRatio.arms.reduce((sum, arm) => sum + arm.units, 0))} {unitNames[unit].many} are in the figures.
        </li>
      </ul>
      <Progress experiment={experiment} smallest={smallest} />
      {results.warnings.length > 0 && (
        <Notice tone="plain" title="Bear in mind">
          {results.warnings.map((warning) => (
            <Text size="sm" key={warning}>
              {warning}
            </Text>
          ))}
        </Notice>
      )}
      <Text size="sm" c="dimmed" maw="80ch">
        {methodSentence(results)}
      </Text>
    </Question>
  );
}

const effects = ['0.02', '0.05', '0.1', '0.2', '0.5'];

function Progress({ experiment, smallest }: { experiment: ExperimentDetailsFragment; smallest: number }) {
  const [effect, setEffect] = useState('0.1');
  const query = useApi(PlannedSampleDocument, { metric: experiment.primaryMetric.key, effect, unit: experiment.unit, arms: experiment.arms.length });
  return (
    <Stack gap={6}>
      <NativeSelect
        size="xs"
        label="The smallest effect that matters"
        data={effects.map((value) => ({ value, label: `${Math.round(Number(value) * 100)}% of ${bare(experiment.primaryMetric)}` }))}
        value={effect}
        onChange={(event) => setEffect(event.currentTarget.value)}
        style={{ alignSelf: 'flex-start' }}
      />
      <Text role="status" mih={24}>
        {query.data ? progressSentence(query.data.sampleSize, Number(effect), smallest, experiment.unit, experiment.state !== 'RUNNING') : query.error ? query.error.message : ''}
      </Text>
    </Stack>
  );
}
