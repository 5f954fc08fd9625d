import { ActionIcon, Button, Group, Input, Radio, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { ExperimentUnit } from '#graphql';
import { unitNames } from '../summary';
import type { DraftFormState } from './DraftFields';

const keys: Record<ExperimentUnit, string> = {
  ACCOUNT: 'Ids of accounts, one a line.',
  JOB: 'Ids of jobs, one a line.',
  JOB_CATEGORY: 'Keys of job categories, one a line: legal.',
};

/** Who may be in the experiment at all. */
export function AudienceFields({ form }: { form: DraftFormState }) {
  const { audience, unit } = form.values;
  const { many } = unitNames[unit];
  const set = (changes: Partial<typeof audience>) => {
    form.setFieldValue('audience', { ...audience, ...changes });
    form.clearFieldError('audience');
  };

  return (
    <Stack gap="md">
      <Radio.Group
        label="Audience"
        description={`Whoever is outside gets the flag’s variant for disabled.`}
        value={audience.everyone ? 'everyone' : 'some'}
        onChange={(value) => set({ everyone: value === 'everyone' })}
        error={form.errors.audience}
      >
        <Group gap="lg" mt="xs">
          <Radio value="everyone" label={`All ${many}`} />
          <Radio value="some" label="Only those who fit what follows" />
        </Group>
      </Radio.Group>
      {!audience.everyone && (
        <Stack gap="md" className="arm-row">
          {unit === 'ACCOUNT' && (
            <>
              <TextInput
                label="Groups"
                description="Any of these: FREELANCER, CLIENT or AGENCY."
                spellCheck={false}
                value={audience.groups}
                onChange={(event) => set({ groups: event.currentTarget.value })}
              />
              <Attributes attributes={audience.attributes} change={(attributes) => set({ attributes })} />
            </>
          )}
          <Textarea label="By name" description={keys[unit]} autosize minRows={2} maxRows={8} spellCheck={false} value={audience.users} onChange={(event) => set({ users: event.currentTarget.value })} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput label="From (UTC)" type="datetime-local" value={audience.from} onChange={(event) => set({ from: event.currentTarget.value })} />
            <TextInput label="Until (UTC)" type="datetime-local" value={audience.until} onChange={(event) => set({ until: event.currentTarget.value })} />
          </SimpleGrid>
          <Text size="sm" c="dimmed">
            Everything that is filled in has to hold; of a list, one is enough.
          </Text>
        </Stack>
      )}
    </Stack>
  );
}

interface Attribute {
  name: string;
  values: string;
}

function Attributes({ attributes, change }: { attributes: Attribute[]; change: (attributes: Attribute[]) => void }) {
  const edit = (index: number, changes: Partial<Attribute>) => change(attributes.map((attribute, place) => (place === index ? { ...attribute, ...changes } : attribute)));
  return (
    <Input.Wrapper label="Attributes" labelElement="div" description="Of accounts, country and kind are known: country is one of US, CA.">
      <Stack gap="sm" mt="xs" align="flex-start">
        {attributes.map((attribute, index) => (
          <Group key={index} gap="sm" wrap="wrap" align="flex-end" w="100%">
            <TextInput label={`Attribute ${index + 1}`} placeholder="country" spellCheck={false} w={160} value={attribute.name} onChange={(event) => edit(index, { name: event.currentTarget.value })} />
            <TextInput label="is one of" aria-label={`Values of attribute ${index + 1}`} placeholder="US, CA" spellCheck={false} style={{ flex: '1 1 180px' }} value={attribute.values} onChange={(event) => edit(index, { values: event.currentTarget.value })} />
            <ActionIcon variant="default" size="lg" aria-label={`Remove attribute ${index + 1}`} onClick={() => change(attributes.filter((_, place) => place !== index))}>
              ×
            </ActionIcon>
          </Group>
        ))}
        <Button size="xs" variant="default" onClick={() => change([...attributes, { name: '', values: '' }])}>
          Add an attribute
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}
