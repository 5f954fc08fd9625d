import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { NewFlag } from './newFlag';

/** The variants of a new flag: a name and a value each. */
export function VariantFields({ form }: { form: UseFormReturnType<NewFlag> }) {
  const { variants } = form.values;
  return (
    <Stack gap="sm" align="flex-start">
      {variants.map((variant, index) => (
        <Group key={index} gap="sm" align="flex-start" wrap="wrap" className="arm-row" w="100%">
          <TextInput label="Name" aria-label={`Name of variant ${index + 1}`} required flex="1 1 140px" {...form.getInputProps(`variants.${index}.name`)} onChange={(event) => rename(form, index, event.currentTarget.value)} />
          <TextInput label="Value, as JSON" aria-label={`Value of variant ${index + 1}`} required flex="2 1 200px" classNames={{ input: 'mono' }} {...form.getInputProps(`variants.${index}.value`)} />
          {variants.length > 1 && (
            <ActionIcon variant="default" mt={26} size={34} aria-label={`Leave out ${variant.name || `variant ${index + 1}`}`} onClick={() => form.removeListItem('variants', index)}>
              ×
            </ActionIcon>
          )}
        </Group>
      ))}
      <Button size="xs" variant="default" onClick={() => form.insertListItem('variants', { name: '', value: '' })}>
        Add a variant
      </Button>
    </Stack>
  );
}

/** What was chosen by name goes with the name. */
function rename(form: UseFormReturnType<NewFlag>, index: number, name: string) {
  const was = form.values.variants[index]!.name;
  form.setFieldValue(`variants.${index}.name`, name);
  for (const field of ['defaultVariant', 'offVariant'] as const) if (form.values[field] === was) form.setFieldValue(field, name);
}
