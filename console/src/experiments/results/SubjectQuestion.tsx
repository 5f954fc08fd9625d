import { Stack, Text } from '@mantine/core';
import type { ExperimentDetailsFragment } from '#graphql';
import { Json } from '../../common/Json';
import { Panel } from '../../common/Panel';
import { Arms } from '../Arms';
import { type RateCardTiers, summarize } from '../summary';
import { LayerPicture } from './LayerPicture';
import type { ReadExperiment } from './types';

interface Shown {
  title: string;
  experiment: ExperimentDetailsFragment;
  rateCards: readonly RateCardTiers[];
  categories: readonly { key: string; name: string }[];
  /** Undefined until it was read. */
  layer: ReadExperiment['layer'] | undefined;
}

/** Question one: the sentence, the arms, and where they lie among other experiments. */
export function Subject({ title, experiment, rateCards, categories, layer }: Shown) {
  return (
    <Panel title={title}>
      <p className="sentence" style={{ margin: 0 }} data-testid="summary">
        {summarize(experiment, rateCards)}
      </p>
      <Text c="dimmed" maw="75ch">
        Hypothesis: {experiment.hypothesis}
      </Text>
      <LayerPicture experiment={experiment} layer={layer} />
      <Arms experiment={experiment} categories={categories} />
      {experiment.audience != null && (
        <Stack gap={4}>
          <Text size="sm" fw={600}>
            Only those whom this describes are in it
          </Text>
          <Json value={experiment.audience} label="Audience" />
        </Stack>
      )}
    </Panel>
  );
}
