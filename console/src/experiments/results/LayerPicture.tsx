import { Stack, Text } from '@mantine/core';
import type { ExperimentDetailsFragment } from '#graphql';
import { percent } from '../../common/format';
import { armColor } from './armColor';
import { slicesOf } from './layer';
import type { ReadExperiment } from './types';

/** The layer as it is divided now: this experiment's slice with its arms, the slices of others, what is free. */
export function LayerPicture({ experiment, layer }: { experiment: ExperimentDetailsFragment; layer: ReadExperiment['layer'] | undefined }) {
  const { slices, free, text } = slicesOf(experiment, layer ?? null);
  return (
    <Stack gap={6}>
      <div className="layer-bar" aria-hidden="true">
        {slices.map((slice) => (
          <div key={slice.key} className={slice.own ? `slice own${experiment.state === 'DRAFT' ? ' asked' : ''}` : 'slice'} style={{ width: `${slice.share}%` }}>
            {slice.own ? <Arms experiment={experiment} /> : <span className="slice-name">{slice.name}</span>}
          </div>
        ))}
        {free > 0.005 && (
          <div className="slice free" style={{ width: `${free}%` }}>
            <span className="slice-name">free {percent(free)}</span>
          </div>
        )}
      </div>
      {/* Whom it shares the layer with is read together with the results. */}
      <Text size="sm" c="dimmed" mih={22}>
        {layer !== undefined && text}
      </Text>
    </Stack>
  );
}

/** Arms keep their regions for good; traffic uses the first part of each. */
function Arms({ experiment: { arms, traffic } }: { experiment: ExperimentDetailsFragment }) {
  return arms.map((arm, index) => (
    <div key={arm.variant} className="region" style={{ width: `${arm.weight}%` }}>
      <span className="in-use" style={{ width: `${traffic}%`, background: armColor(index) }}>
        {arm.variant}
      </span>
    </div>
  ));
}
