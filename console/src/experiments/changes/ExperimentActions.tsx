import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { type ExperimentDetailsFragment, ExperimentDocument, type ExperimentQuery, type ExperimentState } from '#graphql';
import { execute } from '../../api/client';
import { operationName } from '../../api/queries';
import type { RateCardTiers } from '../summary';
import { ArchiveDialog } from './ArchiveDialog';
import { OverridesDialog } from './OverridesDialog';
import { RollOutDialog } from './RollOutDialog';
import { StartDialog } from './StartDialog';
import { StopDialog } from './StopDialog';
import { TrafficDialog } from './TrafficDialog';

type Change = 'start' | 'traffic' | 'stop' | 'rollOut' | 'archive' | 'overrides';

interface Shown {
  experiment: ExperimentDetailsFragment;
  rateCards: readonly RateCardTiers[];
  categories: ExperimentQuery['jobCategories'];
}

const offered: Record<ExperimentState, readonly Change[]> = {
  DRAFT: ['traffic', 'overrides', 'start'],
  RUNNING: ['traffic', 'overrides', 'rollOut', 'stop'],
  STOPPED: ['archive', 'rollOut'],
  ROLLED_OUT: [],
  ARCHIVED: [],
};

// Traffic of a running experiment only grows, and all of it is all there is.
function offeredTo({ state, traffic }: ExperimentDetailsFragment): readonly Change[] {
  return state === 'RUNNING' && Number(traffic) >= 100 ? offered[state].filter((change) => change !== 'traffic') : offered[state];
}

const labels: Record<Change, string> = { start: 'Start', traffic: 'Change traffic', stop: 'Stop', rollOut: 'Roll out', archive: 'Archive', overrides: 'Overrides' };

/** What a product manager can do with the experiment as it is, and the dialogs that do it. */
export function ExperimentActions({ experiment, rateCards, categories }: Shown) {
  const [change, setChange] = useState<Change | null>(null);
  // A dialog goes on from what was there when it was opened, whatever arrives meanwhile: what somebody else has changed since is a conflict to be told of.
  const [seen, setSeen] = useState(experiment);
  const client = useQueryClient();
  const { state, key } = experiment;
  const reload = async () => {
    const now = await client.fetchQuery({ queryKey: [operationName(ExperimentDocument), { key }], queryFn: () => execute(ExperimentDocument, { key }), staleTime: 0 });
    if (now.experiment !== null) setSeen(now.experiment);
  };
  const open = (each: Change) => {
    setSeen(experiment);
    setChange(each);
  };
  const shown = { experiment: seen, reload, close: () => setChange(null) };
  return (
    <>
      {(state === 'DRAFT' || state === 'RUNNING') && (
        <Button variant="default" component={Link} to={`/experiments/${key}/edit`}>
          Edit
        </Button>
      )}
      {offeredTo(experiment).map((each) => (
        <Button key={each} variant={each === 'start' || each === 'stop' || (state === 'STOPPED' && each === 'rollOut') ? 'filled' : 'default'} color={each === 'stop' ? 'red.8' : undefined} onClick={() => open(each)}>
          {labels[each]}
        </Button>
      ))}
      {change === 'start' && <StartDialog {...shown} rateCards={rateCards} />}
      {change === 'traffic' && <TrafficDialog {...shown} />}
      {change === 'stop' && <StopDialog {...shown} />}
      {change === 'rollOut' && <RollOutDialog {...shown} />}
      {change === 'archive' && <ArchiveDialog {...shown} />}
      {change === 'overrides' && <OverridesDialog {...shown} categories={categories} />}
    </>
  );
}

/** What a reader is told instead of buttons; null when there is nothing to do. */
export function whoCan(state: ExperimentState): string | null {
  switch (state) {
    case 'DRAFT':
      return 'Product managers and admins can start it.';
    case 'RUNNING':
      return 'Product managers and admins can stop it.';
    case 'STOPPED':
      return 'Product managers and admins can roll out a variant of it or archive it.';
    default:
      return null;
  }
}
