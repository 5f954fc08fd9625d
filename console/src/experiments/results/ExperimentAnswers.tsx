import { Text } from '@mantine/core';
import type { ExperimentDetailsFragment, ExperimentResultsQuery } from '#graphql';
import { Answer } from '../../common/Answer';
import { moment } from '../../common/format';
import { Panel } from '../../common/Panel';
import { type RateCardTiers, unitNames } from '../summary';
import { Certainty } from './CertaintyQuestion';
import { Effects } from './EffectsQuestion';
import { Decided, IfStopped } from './EndingQuestion';
import { Harm } from './HarmQuestion';
import { limitText } from './harm';
import { InShort } from './InShort';
import { questionsOf } from './questions';
import { Split } from './SplitQuestion';
import { Subject } from './SubjectQuestion';
import { controlOf, type Guardrail, treatmentsOf } from './types';
import { useResults } from './useResults';
import { bare, listed, titleOf } from './words';

interface Shown {
  experiment: ExperimentDetailsFragment;
  rateCards: readonly RateCardTiers[];
  categories: readonly { key: string; name: string }[];
}

/** The page's six questions, in the order in which somebody who decides asks them. */
export function ExperimentAnswers({ experiment, rateCards, categories }: Shown) {
  const query = useResults(experiment);
  const titles = questionsOf(experiment.state);
  return (
    <>
      <Subject title={titles.subject} experiment={experiment} rateCards={rateCards} categories={categories} layer={query.data?.experiment?.layer} />
      {experiment.state === 'DRAFT' ? <WhatWillBeHere experiment={experiment} guardrails={query.data?.experiment?.guardrails ?? []} /> : <Answer query={query}>{(data) => <Computed experiment={experiment} data={data} />}</Answer>}
      {experiment.state !== 'DRAFT' &&
        (experiment.state === 'RUNNING' ? (
          <IfStopped title={titles.ending} experiment={experiment} results={query.data?.experiment?.results ?? null} />
        ) : (
          <Decided title={titles.ending} experiment={experiment} />
        ))}
    </>
  );
}

function Computed({ experiment, data }: { experiment: ExperimentDetailsFragment; data: ExperimentResultsQuery }) {
  const titles = questionsOf(experiment.state);
  const { arms, unit } = experiment;
  const results = data.experiment?.results ?? null;
  if (data.experiment === null || results === null) {
    return (
      <Panel title="Results">
        <Text role="status">{experiment.startedAt === null ? 'It never ran, so there are no results.' : 'The first figures are being computed; they appear here by themselves.'}</Text>
      </Panel>
    );
  }
  const judged = new Set([experiment.primaryMetric.key, ...experiment.secondaryMetrics.map((metric) => metric.key)]);
  const onlyGuarded = new Set(results.metrics.map(({ metric }) => metric.key).filter((key) => !judged.has(key)));
  const control = controlOf(arms);
  return (
    <>
      <Text size="sm" c="dimmed" data-testid="computed">
        Figures of {moment(results.computedAt)}
        {experiment.state === 'RUNNING' ? '. They are computed every hour and appear here by themselves.' : ', up to its stop.'}
      </Text>
      <InShort titles={titles} results={results} guardrails={data.experiment.guardrails} control={control} treatments={treatmentsOf(arms)} unit={unit} />
      <Split title={titles.split} results={results} unit={unit} />
      <Effects title={titles.effects} results={results} control={control} unit={unit} onlyGuarded={onlyGuarded} />
      <Certainty title={titles.certainty} experiment={experiment} results={results} now={data.now} />
      <Harm title={titles.harm} guardrails={data.experiment.guardrails} results={results} control={control} treatments={treatmentsOf(arms)} unit={unit} />
    </>
  );
}

function WhatWillBeHere({ experiment, guardrails }: { experiment: ExperimentDetailsFragment; guardrails: readonly Guardrail[] }) {
  const { unit, primaryMetric, secondaryMetrics } = experiment;
  const metrics = [primaryMetric, ...secondaryMetrics].map((metric) => `${bare(metric)} (${metric.higherIsBetter ? 'more' : 'less'} is better)`);
  return (
    <Panel title="What this page will answer">
      <Text>A draft has no results: nobody is in it. Once it has started, this page answers:</Text>
      <ul className="sentences">
        <li>whether the split is healthy: as many {unitNames[unit].many} in each arm as planned;</li>
        <li>
          what it changes: {metrics[0]} decides
          {metrics.length > 1 && `, and ${listed(metrics.slice(1))} ${metrics.length === 2 ? 'is' : 'are'} looked at as well`};
        </li>
        <li>how sure that is, and how far the sample has come;</li>
        <li>
          whether anything is harmed
          {guardrails.length > 0 && `: ${listed(guardrails.map((guardrail) => `${titleOf(guardrail.metric, unit)} may be ${limitText(guardrail)}${guardrail.stopsExperiment ? ', or it is stopped' : ''}`))}`};
        </li>
        <li>what happens if it is stopped.</li>
      </ul>
    </Panel>
  );
}
