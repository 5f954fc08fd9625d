import { Stack, Text, Title } from '@mantine/core';
import type { ExperimentUnit } from '#graphql';
import { moment } from '../../common/format';
import { IntervalChart } from './charts/Charts';
import { tick } from './charts/scales';
import { consequence, harmAnswer, limitOf, limitText, type Standing, type Watched, watchedOf } from './harm';
import { Behind, Question } from './Question';
import type { Guardrail, Results } from './types';
import { titleOf } from './words';

interface Shown {
  title: string;
  guardrails: readonly Guardrail[];
  results: Results;
  control: string;
  treatments: readonly string[];
  unit: ExperimentUnit;
}

/** Question five: each guardrail with its limit, and where it stands. */
export function Harm({ title, guardrails, results, control, treatments, unit }: Shown) {
  const watched = watchedOf(guardrails, results.metrics, treatments);
  return (
    <Question place="harm" title={title} answer={harmAnswer(watched, results.metrics, control, unit, results.sampleRatio.mismatch)}>
      {guardrails.map((guardrail) => (
        <OneGuardrail key={guardrail.metric.key} guardrail={guardrail} watched={watched.filter((each) => each.guardrail === guardrail)} unit={unit} />
      ))}
    </Question>
  );
}

const words: Record<Standing, { text: string; tone: string }> = {
  breached: { text: 'Beyond its limit', tone: 'bad' },
  beyond: { text: 'Beyond its limit, perhaps by chance', tone: 'warning' },
  open: { text: 'Within its limit so far', tone: 'plain' },
  safe: { text: 'Within its limit', tone: 'good' },
  unknown: { text: 'Too early to say', tone: 'quiet' },
};

function OneGuardrail({ guardrail, watched, unit }: { guardrail: Guardrail; watched: readonly Watched[]; unit: ExperimentUnit }) {
  const name = titleOf(guardrail.metric, unit);
  const drawn = watched.flatMap(({ arm, variant }) => (arm === undefined || arm.lift === null ? [] : [{ label: variant, lift: arm.lift, lower: arm.lower, upper: arm.upper, sure: arm.significant }]));
  return (
    <section className="metric" aria-label={`Guardrail: ${name}`}>
      <Stack gap={6}>
        <Title order={3} fz={15}>
          {name}
          <span className="aside">limit: {limitText(guardrail)}</span>
        </Title>
        {watched.map(({ variant, standing, text }) => (
          <Text key={variant} maw="80ch">
            <b className={`standing tone-${words[standing].tone}`}>
              {variant}: {words[standing].text}.
            </b>{' '}
            {text}
          </Text>
        ))}
        <Text size="sm" c="dimmed">
          {consequence(guardrail)}
        </Text>
        {drawn.length > 0 && <IntervalChart name={`Guardrail ${name}`} rows={drawn} higherIsBetter={guardrail.metric.higherIsBetter} limit={limitOf(guardrail)} />}
        <Behind label={`The figures of the guardrail ${name}`}>
          <Figures guardrail={guardrail} watched={watched} />
        </Behind>
      </Stack>
    </section>
  );
}

function Figures({ guardrail, watched }: { guardrail: Guardrail; watched: readonly Watched[] }) {
  return (
    <table className="data-table stacking">
      <thead>
        <tr>
          <th scope="col">Arm</th>
          <th scope="col" className="number">
            Effect
          </th>
          <th scope="col">95% interval</th>
          <th scope="col" className="number">
            Limit
          </th>
          <th scope="col">Passed it</th>
        </tr>
      </thead>
      <tbody>
        {watched.map(({ variant, arm }) => {
          const breach = guardrail.breaches.find((each) => each.variant === variant);
          return (
            <tr key={variant}>
              <td data-label="Arm">
                <b>{variant}</b>
              </td>
              <td data-label="Effect" className="number">
                {arm === undefined || arm.lift === null ? '—' : tick(arm.lift)}
              </td>
              <td data-label="95% interval">
                {arm === undefined || arm.lift === null ? '—' : `${arm.lower === null ? 'no limit' : tick(arm.lower)} to ${arm.upper === null ? 'no limit' : tick(arm.upper)}`}
              </td>
              <td data-label="Limit" className="number">
                {tick(limitOf(guardrail))}
              </td>
              <td data-label="Passed it">{breach === undefined ? 'never' : moment(breach.at)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
