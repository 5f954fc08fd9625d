import { Group, NumberInput, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ExperimentChoicesQuery, SampleSizeDocument } from '#graphql';
import { execute } from '../../api/client';
import type { DraftFormState } from './DraftFields';
import { planOf, questionOf } from './estimate';

/** How many units the draft needs and how long that takes: it answers while somebody types. */
export function Estimate({ form, choices }: { form: DraftFormState; choices: ExperimentChoicesQuery }) {
  const draft = form.values;
  const question = questionOf(draft);
  const [asked] = useDebouncedValue(JSON.stringify(question), 300);
  const query = useQuery({
    queryKey: ['SampleSize', asked],
    queryFn: () => execute(SampleSizeDocument, JSON.parse(asked) as NonNullable<typeof question>),
    enabled: asked !== 'null',
    placeholderData: keepPreviousData,
    retry: false,
  });
  const metric = choices.metrics.find((candidate) => candidate.key === draft.primaryMetric);
  const waiting = query.isFetching || asked !== JSON.stringify(question);

  return (
    <Group align="flex-start" gap="xl" wrap="wrap">
      <NumberInput
        label="Smallest effect that matters"
        description="It only plans; it is not saved."
        suffix="%"
        decimalScale={2}
        w={220}
        {...form.getInputProps('effect')}
        onChange={(value) => form.setFieldValue('effect', Number(value) || 0)}
      />
      <Stack gap={6} role="status" aria-label="Estimate" aria-busy={waiting} className="estimate">
        {question === null || metric === undefined ? (
          <Text size="sm" c="dimmed">
            {draft.effect === 0 ? 'Say how large an effect shall not be missed.' : 'Choose the flag and the primary metric: then it says here how many it takes, and how long.'}
          </Text>
        ) : query.error ? (
          <Text size="sm">{query.error.message}</Text>
        ) : query.data === undefined ? (
          <Text size="sm" c="dimmed">
            Reckoning …
          </Text>
        ) : (
          planOf(query.data.sampleSize, draft, metric, choices.jobCategories.length).map((sentence, index) => (
            <Text size="sm" key={index} fw={index === 2 ? 600 : undefined}>
              {sentence}
            </Text>
          ))
        )}
      </Stack>
    </Group>
  );
}
