import { Text } from '@mantine/core';
import { StartExperimentDocument } from '#graphql';
import { execute } from '../../api/client';
import { refusalsOf } from '../../api/refusals';
import { type RateCardTiers, summarize } from '../summary';
import { ChangeForm, type ChangeOf } from './ChangeForm';
import { Preview } from './Preview';

export function StartDialog({ rateCards, ...change }: ChangeOf & { rateCards: readonly RateCardTiers[] }) {
  const { experiment } = change;
  const possible = experiment.state === 'DRAFT';
  const sentence = summarize({ ...experiment, state: 'RUNNING' }, rateCards);
  return (
    <ChangeForm
      {...change}
      title="Start this experiment?"
      verb="start"
      confirm="Start the experiment"
      refused="Not started"
      example="Agreed in the pricing review"
      possible={possible}
      send={async (input) => refusalsOf((await execute(StartExperimentDocument, { input })).startExperiment)}
    >
      {() => (
        <>
          <Text>From then on, {sentence.charAt(0).toLowerCase() + sentence.slice(1)}</Text>
          {possible && <Preview experiment={experiment} action="START" />}
        </>
      )}
    </ChangeForm>
  );
}
