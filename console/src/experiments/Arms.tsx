import { Group, Stack, Text } from '@mantine/core';
import type { ExperimentDetailsFragment } from '#graphql';
import { percent } from '../common/format';
import { placements } from './placements';
import { armColor } from './results/armColor';
import { unitNames } from './summary';

type Drawn = Pick<ExperimentDetailsFragment, 'arms' | 'layerShare' | 'traffic' | 'unit' | 'flag' | 'state'>;

interface Category {
  readonly key: string;
  readonly name: string;
}

/** The arms as a table, which says what the picture of the layer shows. */
export function Arms({ experiment, categories }: { experiment: Drawn; categories: readonly Category[] }) {
  const block = Number(experiment.layerShare);
  const traffic = Number(experiment.traffic);
  const shares = experiment.arms.map((arm) => (block * traffic * Number(arm.weight)) / 10_000);
  const rest = Math.max(0, 100 - shares.reduce((sum, share) => sum + share, 0));
  const units = unitNames[experiment.unit].many;

  return (
    <Stack gap="md">
      <table className="data-table stacking">
        <thead>
          <tr>
            <th scope="col">Arm</th>
            <th scope="col" className="number">
              Weight
            </th>
            <th scope="col" className="number">
              Of all {units}
            </th>
            <th scope="col">The flag’s value</th>
          </tr>
        </thead>
        <tbody>
          {experiment.arms.map((arm, index) => (
            <tr key={arm.variant}>
              <td data-label="Arm">
                <Group gap={8} wrap="nowrap">
                  <span className="swatch" style={{ background: armColor(index) }} />
                  <span>
                    <b>{arm.variant}</b>
                    {arm.control && ' (control)'}
                  </span>
                </Group>
              </td>
              <td data-label="Weight" className="number">
                {percent(Number(arm.weight))}
              </td>
              <td data-label={`Of all ${units}`} className="number">
                {percent(shares[index]!)}
              </td>
              <td data-label="The flag’s value" className="mono">
                {JSON.stringify(experiment.flag.variants.find((variant) => variant.name === arm.variant)?.configuration ?? null)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0.005 && (
        <Text size="sm" c="dimmed">
          {percent(rest)} of the {units} are not in it and get what the flag says otherwise.
        </Text>
      )}
      {experiment.unit === 'JOB_CATEGORY' && experiment.state === 'DRAFT' && (
        <Text size="sm" c="dimmed">
          There are few {units}, so they are not left to chance: the start draws them in groups of alike volume, and each group gives every arm its share.
        </Text>
      )}
      {experiment.unit === 'JOB_CATEGORY' && experiment.state === 'RUNNING' && <Placed experiment={experiment} categories={categories} />}
    </Stack>
  );
}

/** Few units are placed by name, so they can be told. */
function Placed({ experiment, categories }: { experiment: Drawn; categories: readonly Category[] }) {
  const all = placements(experiment.flag.definition);
  const placed = experiment.arms.flatMap((arm) => all.find(({ variant }) => variant === arm.variant) ?? []);
  if (placed.length === 0) return null;
  const name = (key: string) => categories.find((category) => category.key === key)?.name ?? key;
  return (
    <dl className="facts placed" aria-label="Job categories by arm">
      {placed.map(({ variant, units }) => (
        <div key={variant}>
          <dt>
            <Group gap={8} wrap="nowrap">
              <span className="swatch" style={{ background: armColor(experiment.arms.findIndex((arm) => arm.variant === variant)) }} />
              {variant}: {units.length} of {categories.length}
            </Group>
          </dt>
          <dd>{units.map(name).sort().join(' · ')}</dd>
        </div>
      ))}
    </dl>
  );
}
