import { Checkbox, NativeSelect, NumberInput, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useState } from 'react';
import type { ExperimentChoicesQuery } from '#graphql';
import { percent } from '../../common/format';
import { type Draft, keyFrom } from './draft';

export type DraftFormState = UseFormReturnType<Draft>;

export function AboutFields({ form, fixedKey }: { form: DraftFormState; fixedKey: boolean }) {
  // The key follows the name until somebody writes one.
  const [own, setOwn] = useState(false);
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label="Name"
          required
          {...form.getInputProps('name')}
          onChange={(event) => {
            form.setFieldValue('name', event.currentTarget.value);
            if (!own && !fixedKey) form.setFieldValue('key', keyFrom(event.currentTarget.value));
          }}
        />
        <TextInput
          label="Key"
          required
          readOnly={fixedKey}
          spellCheck={false}
          {...form.getInputProps('key')}
          onChange={(event) => {
            setOwn(event.currentTarget.value !== '');
            form.setFieldValue('key', event.currentTarget.value);
          }}
        />
      </SimpleGrid>
      <Textarea label="Hypothesis" description="What is expected to happen, and why." required autosize minRows={2} {...form.getInputProps('hypothesis')} />
    </Stack>
  );
}

export function MetricFields({ form, metrics }: { form: DraftFormState; metrics: ExperimentChoicesQuery['metrics'] }) {
  const others = metrics.filter((metric) => metric.key !== form.values.primaryMetric);
  return (
    <Stack gap="md">
      <NativeSelect
        label="Primary metric"
        description="The one that decides."
        required
        data={[{ value: '', label: 'Choose one' }, ...metrics.map((metric) => ({ value: metric.key, label: `${metric.name} (${metric.higherIsBetter ? 'higher' : 'lower'} is better)` }))]}
        {...form.getInputProps('primaryMetric')}
      />
      <Checkbox.Group label="Secondary metrics" description="Looked at besides." {...form.getInputProps('secondaryMetrics')}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" mt="xs">
          {others.map((metric) => (
            <Checkbox key={metric.key} value={metric.key} label={metric.name} />
          ))}
        </SimpleGrid>
      </Checkbox.Group>
    </Stack>
  );
}

export function ReachFields({ form, layers }: { form: DraftFormState; layers: ExperimentChoicesQuery['layers'] }) {
  const known = layers.find((layer) => layer.key === form.values.layer.trim());
  return (
    <Stack gap="md">
      <TextInput
        label="Layer"
        description={known === undefined ? 'Experiments of one layer never meet in one unit. Left empty, it gets a layer of its own.' : `It is shared; the largest free part is ${percent(Number(known.freeTraffic))}.`}
        spellCheck={false}
        list="layers"
        {...form.getInputProps('layer')}
      />
      <datalist id="layers">
        {layers.map((layer) => (
          <option key={layer.key} value={layer.key} />
        ))}
      </datalist>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NumberInput label="Share of the layer" description="Kept for this experiment." suffix="%" min={0} max={100} decimalScale={2} {...form.getInputProps('layerShare')} onChange={number(form, 'layerShare')} />
        <NumberInput label="Traffic" description="How much of that share is used." suffix="%" min={0} max={100} decimalScale={2} {...form.getInputProps('traffic')} onChange={number(form, 'traffic')} />
      </SimpleGrid>
    </Stack>
  );
}

function number(form: DraftFormState, field: 'layerShare' | 'traffic') {
  return (value: number | string) => form.setFieldValue(field, Number(value) || 0);
}
