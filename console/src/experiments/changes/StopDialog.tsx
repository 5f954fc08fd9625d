import { Text } from '@mantine/core';
import { StopExperimentDocument } from '#graphql';
import { execute } from '../../api/client';
import { refusalsOf } from '../../api/refusals';
import { ChangeForm, type ChangeOf } from './ChangeForm';
import { Preview } from './Preview';

export function StopDialog(change: ChangeOf) {
  const { experiment } = change;
  const possible = experiment.state === 'RUNNING';
  return (
    <ChangeForm
      {...change}
      title="Stop this experiment?"
      verb="stop"
      confirm="Stop the experiment"
      refused="Not stopped"
      example="Enough data; refunds went up"
      danger
      possible={possible}
      send={async (input) => refusalsOf((await execute(StopExperimentDocument, { input })).stopExperiment)}
    >
      {() => (
        <>
          <Text>Everybody falls back to what the flag {experiment.flag.key} says by itself. What was quoted or posted meanwhile stays as it was, and a stopped experiment cannot be started again.</Text>
          {possible && <Preview experiment={experiment} action="STOP" />}
        </>
      )}
    </ChangeForm>
  );
}
