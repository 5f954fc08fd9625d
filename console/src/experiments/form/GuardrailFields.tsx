import { ActionIcon, Button, Checkbox, Group, Input, NativeSelect, NumberInput, Stack } from '@mantine/core';
import type { ExperimentChoicesQuery } from '#graphql';
import type { DraftFormState } from './DraftFields';

/** Metrics that must not suffer, and how much harm is still borne. */
export function GuardrailFields({ form, metrics }: { form: DraftFormState; metrics: ExperimentChoicesQuery['metrics'] }) {
  const { guardrails } = form.values;
  const named = new Set(guardrails.map((guardrail) => guardrail.metric));
  const changed = () => form.clearFieldError('guardrails');
  return (
    <Input.Wrapper label="Guardrails" labelElement="div" description="Metrics that must not suffer: beyond doubt worse by more than this, and product managers are told." error={form.errors.guardrails}>
      <Stack gap="sm" mt="xs" align="flex-start">
        {guardrails.map((guardrail, index) => (
          <Group key={index} gap="md" className="arm-row" wrap="wrap" align="flex-end" w="100%">
            <NativeSelect
              label={`Guardrail ${index + 1}`}
              style={{ flex: '1 1 200px' }}
              data={[
                { value: '', label: 'Choose a metric' },
                ...metrics.filter((metric) => metric.key === guardrail.metric || !named.has(metric.key)).map((metric) => ({ value: metric.key, label: `${metric.name} (${metric.higherIsBetter ? 'less' : 'more'} is harm)` })),
              ]}
              value={guardrail.metric}
              onChange={(event) => {
                form.setFieldValue(`guardrails.${index}.metric`, event.currentTarget.value);
                changed();
              }}
            />
            <NumberInput
              label="Harm still borne"
              suffix="%"
              min={0}
              max={100}
              decimalScale={2}
              w={140}
              value={guardrail.maximumHarm}
              onChange={(value) => {
                form.setFieldValue(`guardrails.${index}.maximumHarm`, Number(value) || 0);
                changed();
              }}
            />
            <Checkbox label="More stops it" checked={guardrail.stops} onChange={(event) => form.setFieldValue(`guardrails.${index}.stops`, event.currentTarget.checked)} mb={8} />
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={`Remove guardrail ${index + 1}`}
              onClick={() => {
                form.removeListItem('guardrails', index);
                changed();
              }}
            >
              ×
            </ActionIcon>
          </Group>
        ))}
        <Button size="xs" variant="default" onClick={() => form.insertListItem('guardrails', { metric: '', maximumHarm: 5, stops: true })} disabled={guardrails.length >= metrics.length}>
          Add a guardrail
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}
