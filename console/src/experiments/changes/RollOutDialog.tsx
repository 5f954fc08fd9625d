import { Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { RollOutVariantDocument } from '#graphql';
import { execute } from '../../api/client';
import { refusalsOf } from '../../api/refusals';
import { ChangeForm, type ChangeOf } from './ChangeForm';
import { Preview } from './Preview';

export function RollOutDialog(change: ChangeOf) {
  const { experiment } = change;
  const [variant, setVariant] = useState('');
  const running = experiment.state === 'RUNNING';
  const possible = running || experiment.state === 'STOPPED';
  return (
    <ChangeForm
      {...change}
      title="Roll out a variant?"
      verb="roll out"
      confirm={variant === '' ? 'Roll out' : `Roll out “${variant}”`}
      refused="Not rolled out"
      example="It won: +12% Connects spent, nothing harmed"
      possible={possible}
      missing={variant === ''}
      send={async (input) => refusalsOf((await execute(RollOutVariantDocument, { input: { ...input, variant } })).rollOutVariant)}
    >
      {() => (
        <>
          <Text>
            The variant becomes the default of the flag {experiment.flag.key} for everybody{running ? ', and the experiment ends with it' : ''}. What was quoted or posted meanwhile stays as it was.
          </Text>
          <Radio.Group label="Variant" required value={variant} onChange={setVariant}>
            <Stack gap="xs" mt="xs">
              {experiment.arms.map((arm) => (
                <Radio
                  key={arm.variant}
                  value={arm.variant}
                  label={`${arm.variant}${arm.control ? ' (control)' : ''}`}
                  description={<span className="mono">{JSON.stringify(experiment.flag.variants.find((candidate) => candidate.name === arm.variant)?.configuration ?? null)}</span>}
                />
              ))}
            </Stack>
          </Radio.Group>
          {possible && variant !== '' && <Preview experiment={experiment} action="ROLL_OUT" variant={variant} />}
        </>
      )}
    </ChangeForm>
  );
}
