import { ActionIcon, Button, Group, NativeSelect, NumberInput, Radio, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import type { ExperimentChoicesQuery, ExperimentUnit } from '#graphql';
import { percent } from '../../common/format';
import { unitNames } from '../summary';
import { type DraftArm, equalWeights, totalWeight } from './draft';
import type { DraftFormState } from './DraftFields';

const units: readonly { value: ExperimentUnit; label: string }[] = [
  { value: 'ACCOUNT', label: 'Account: each person sees one arm' },
  { value: 'JOB', label: 'Job: everybody sees one arm on one job' },
  { value: 'JOB_CATEGORY', label: 'Job category: one arm for all jobs of a category' },
];

interface Shown {
  form: DraftFormState;
  flags: ExperimentChoicesQuery['flags'];
  /** Flag and unit of what is there already stay as they are. */
  fixed: boolean;
}

export function ArmsFields({ form, flags, fixed }: Shown) {
  const { arms, control, flagKey, unit } = form.values;
  const flag = flags.find((candidate) => candidate.key === flagKey);
  const running = flag?.experiments.find((experiment) => experiment.state === 'RUNNING');
  const left = flag?.variants.filter((variant) => arms.every((arm) => arm.variant !== variant.name)) ?? [];
  const total = totalWeight(arms);

  const choose = (variant: string) => {
    form.setFieldValue('control', variant);
    form.clearFieldError('arms');
  };

  const arrange = (variants: readonly string[], keep = control) => {
    const weights = variants.length === 0 ? [] : equalWeights(variants.length);
    form.setFieldValue('arms', variants.map((variant, index) => ({ variant, weight: weights[index]! })));
    choose(variants.includes(keep) ? keep : (variants[0] ?? ''));
  };

  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {fixed ? (
          <>
            <TextInput label="Flag" readOnly value={flagKey} />
            <TextInput label="Assigned by" readOnly value={unitNames[unit].one} />
          </>
        ) : (
          <>
            <NativeSelect
              label="Flag"
              description={flag?.description ?? 'Its variants become the arms.'}
              required
              data={[{ value: '', label: 'Choose one' }, ...flags.filter((candidate) => !candidate.archived).map((candidate) => candidate.key)]}
              {...form.getInputProps('flagKey')}
              onChange={(event) => {
                const key = event.currentTarget.value;
                form.setFieldValue('flagKey', key);
                arrange(flags.find((candidate) => candidate.key === key)?.variants.map((variant) => variant.name) ?? [], '');
              }}
            />
            <NativeSelect label="Assigned by" description="What falls into an arm as a whole." data={[...units]} {...form.getInputProps('unit')} />
          </>
        )}
      </SimpleGrid>
      {running !== undefined && (
        <Text size="sm">
          The experiment <span className="mono">{running.key}</span> runs on this flag. This one can be drafted now and started when that one has stopped.
        </Text>
      )}
      {flag !== undefined && (
        <Radio.Group label="Arms" description="The control is what the others are compared with." value={control} onChange={choose} error={form.errors.arms}>
          <Stack gap="sm" my="sm">
            {arms.map((arm, index) => (
              <ArmRow
                key={arm.variant}
                arm={arm}
                removable={arms.length > 2}
                weigh={(weight) => {
                  form.setFieldValue(`arms.${index}.weight`, weight);
                  form.clearFieldError('arms');
                }}
                remove={() => arrange(arms.filter((other) => other !== arm).map((other) => other.variant))}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {arms.length > 0 && (
        <Group gap="sm">
          <Text size="sm" c={total === 100 ? 'dimmed' : 'var(--mantine-color-error)'}>
            Together {percent(total)}
          </Text>
          <Button size="xs" variant="default" onClick={() => arrange(arms.map((arm) => arm.variant))}>
            Make them equal
          </Button>
          {left.map((variant) => (
            <Button key={variant.name} size="xs" variant="default" onClick={() => arrange([...arms.map((arm) => arm.variant), variant.name])}>
              Add “{variant.name}”
            </Button>
          ))}
        </Group>
      )}
    </Stack>
  );
}

function ArmRow({ arm, removable, weigh, remove }: { arm: DraftArm; removable: boolean; weigh: (weight: number) => void; remove: () => void }) {
  return (
    <Group gap="md" wrap="wrap" className="arm-row">
      <Text fw={600} className="arm-name">
        {arm.variant}
      </Text>
      <NumberInput
        aria-label={`Weight of ${arm.variant}`}
        suffix="%"
        min={0}
        max={100}
        decimalScale={2}
        w={120}
        value={arm.weight}
        onChange={(value) => weigh(Number(value) || 0)}
      />
      <Radio value={arm.variant} label="Control" />
      {removable && (
        <ActionIcon variant="default" onClick={remove} aria-label={`Leave out ${arm.variant}`}>
          ×
        </ActionIcon>
      )}
    </Group>
  );
}
