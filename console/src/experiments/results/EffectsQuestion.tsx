import { Stack, Text, Title } from '@mantine/core';
import type { ExperimentUnit } from '#graphql';
import { count } from '../../common/format';
import { IntervalChart } from './charts/Charts';
import { tick } from './charts/scales';
import { effectText, mainEffect, verdictOf } from './effects';
import { Behind, Question } from './Question';
import { Timeline } from './Timeline';
import type { ArmResult, MetricResult, Results } from './types';
import { amount, capital, chance, titleOf } from './words';

interface Shown {
  title: string;
  results: Results;
  control: string;
  unit: ExperimentUnit;
  /** The metrics that are only guarded; they have a question of their own. */
  onlyGuarded: ReadonlySet<string>;
}

/** Question three: each metric as a sentence, a picture and a table. */
export function Effects({ title, results, control, unit, onlyGuarded }: Shown) {
  const answer = mainEffect(results.metrics, control, unit, results.sampleRatio.mismatch);
  const shown = results.metrics.filter(({ metric }) => !onlyGuarded.has(metric.key));
  return (
    <Question place="effects" title={title} answer={answer}>
      {shown.map((metric, index) => (
        <OneMetric key={metric.metric.key} result={metric} control={control} unit={unit} primary={index === 0} />
      ))}
      <Timeline results={shown} control={control} unit={unit} />
      {results.method === 'ALWAYS_VALID' && (
        <Text size="sm" c="dimmed">
          An effect leaves out what units were like before the experiment, so it may differ a little from the averages that were seen.
        </Text>
      )}
    </Question>
  );
}

function OneMetric({ result, control, unit, primary }: { result: MetricResult; control: string; unit: ExperimentUnit; primary: boolean }) {
  const { metric } = result;
  const name = titleOf(metric, unit);
  const arms = result.arms.filter((arm) => arm.variant !== control);
  const drawn = arms.flatMap((arm) => (arm.lift === null ? [] : [{ label: arm.variant, lift: arm.lift, lower: arm.lower, upper: arm.upper, sure: arm.significant }]));
  return (
    <section className="metric" aria-label={name}>
      <Stack gap={6}>
        <Title order={3} fz={15}>
          {name}
          {primary && <span className="aside">decides</span>}
        </Title>
        {!primary &&
          arms.map((arm) => (
            <Text key={arm.variant} maw="80ch">
              {capital(effectText(result, arm, control))}
            </Text>
          ))}
        {drawn.length > 0 && <IntervalChart name={name} rows={drawn} higherIsBetter={metric.higherIsBetter} />}
        <Behind label={`The figures of ${name}`}>
          <Figures result={result} control={control} />
        </Behind>
      </Stack>
    </section>
  );
}

function Figures({ result: { metric, arms }, control }: { result: MetricResult; control: string }) {
  return (
    <table className="data-table stacking">
      <thead>
        <tr>
          <th scope="col">Arm</th>
          <th scope="col" className="number">
            Units
          </th>
          <th scope="col" className="number">
            Average
          </th>
          <th scope="col" className="number">
            Effect
          </th>
          <th scope="col">95% interval</th>
          <th scope="col" className="number">
            p-value
          </th>
          <th scope="col" className="number">
            Chance to win
          </th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      <tbody>
        {arms.map((arm) => (
          <tr key={arm.variant}>
            <td data-label="Arm">
              <span>
                <b>{arm.variant}</b>
                {arm.variant === control && ' (control)'}
              </span>
            </td>
            <td data-label="Units" className="number">
              {count(arm.units)}
            </td>
            <td data-label="Average" className="number">
              {amount(arm.mean, metric)}
            </td>
            <td data-label="Effect" className="number">
              {arm.lift === null ? '—' : tick(arm.lift)}
            </td>
            <td data-label="95% interval">{interval(arm)}</td>
            <td data-label="p-value" className="number">
              {pValue(arm)}
            </td>
            <td data-label="Chance to win" className="number">
              {arm.chanceToWin === null ? '—' : chance(arm.chanceToWin)}
            </td>
            <td data-label="Verdict">{arm.variant === control ? '—' : verdictOf(arm, metric.higherIsBetter).text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function interval({ lift, lower, upper }: ArmResult): string {
  return lift === null ? '—' : `${lower === null ? 'no limit' : tick(lower)} to ${upper === null ? 'no limit' : tick(upper)}`;
}

function pValue({ adjustedPValue, pValue }: ArmResult): string {
  const value = adjustedPValue ?? pValue;
  if (value === null) return '—';
  return value < 0.0001 ? '< 0.0001' : String(Number(value.toPrecision(2)));
}
