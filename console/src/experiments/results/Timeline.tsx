import { Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { ExperimentUnit } from '#graphql';
import { date } from '../../common/format';
import { TimelineChart } from './charts/Charts';
import { tick } from './charts/scales';
import { Behind } from './Question';
import type { MetricResult, TimelinePoint } from './types';
import { change, titleOf } from './words';

/** How the effect settled, day by day. */
export function Timeline({ results, control, unit }: { results: readonly MetricResult[]; control: string; unit: ExperimentUnit }) {
  const treatments = results[0]?.arms.filter((arm) => arm.variant !== control).map((arm) => arm.variant) ?? [];
  const [metricKey, setMetric] = useState(results[0]?.metric.key ?? '');
  const [variant, setVariant] = useState(treatments[0] ?? '');
  const result = results.find(({ metric }) => metric.key === metricKey) ?? results[0];
  if (result === undefined) return null;
  const points = result.timeline.filter((point) => point.variant === variant);
  const name = titleOf(result.metric, unit);
  return (
    <section className="metric" aria-label="Day by day">
      <Stack gap="sm">
        <Group justify="space-between" align="end" gap="sm">
          <Title order={3} fz={15}>
            Day by day
          </Title>
          <Group gap="sm">
            <NativeSelect
              size="xs"
              aria-label="Metric of the timeline"
              data={results.map(({ metric }) => ({ value: metric.key, label: titleOf(metric, unit) }))}
              value={result.metric.key}
              onChange={(event) => setMetric(event.currentTarget.value)}
            />
            {treatments.length > 1 && <NativeSelect size="xs" aria-label="Arm of the timeline" data={treatments} value={variant} onChange={(event) => setVariant(event.currentTarget.value)} />}
          </Group>
        </Group>
        {points.length === 0 ? (
          <Text size="sm" c="dimmed">
            No day yet had enough to compare.
          </Text>
        ) : (
          <>
            <TimelineChart label={sentence(name, points)} points={points} />
            <Text size="sm" c="dimmed">
              The line is the effect as it stood on each day, the band its interval; where the band leaves the line of no change, the difference is real.
            </Text>
            <Behind label={`The days of ${name}`}>
              <Days points={points} />
            </Behind>
          </>
        )}
      </Stack>
    </section>
  );
}

function Days({ points }: { points: readonly TimelinePoint[] }) {
  return (
    <table className="data-table stacking">
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col" className="number">
            Effect
          </th>
          <th scope="col">95% interval</th>
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.at}>
            <td data-label="Day">{date(point.at)}</td>
            <td data-label="Effect" className="number">
              {tick(point.lift)}
            </td>
            <td data-label="95% interval">
              {tick(point.lower)} to {tick(point.upper)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sentence(name: string, points: readonly TimelinePoint[]): string {
  const [first, last] = [points[0]!, points.at(-1)!];
  return `${name} over ${points.length} ${points.length === 1 ? 'day' : 'days'}: ${change(first.lift)} on ${date(first.at)}, ${change(last.lift)} on ${date(last.at)}.`;
}
