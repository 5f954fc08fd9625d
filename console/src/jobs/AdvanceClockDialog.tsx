import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { AdvanceClockDocument } from '#graphql';
import { execute } from '../api/client';
import { useAttempt } from '../api/useAttempt';
import { moment } from '../common/format';
import { Problem, Refusals } from '../common/Problem';
import { useFocusBack } from '../common/useFocusBack';
import { instantOf, steps } from './steps';

const own = 'own';

export function AdvanceClockDialog({ now, close }: { now: string; close: () => void }) {
  const [choice, setChoice] = useState('1 day');
  const [at, setAt] = useState('');
  const [missing, setMissing] = useState(false);
  useFocusBack();
  const { sending, refusals, problem, attempt } = useAttempt();
  const client = useQueryClient();
  const to = instantOf(choice, at, now);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setMissing(to === null);
    if (to === null) return;
    const payload = await attempt(async () => (await execute(AdvanceClockDocument, { input: { to } })).advanceClock);
    if (payload === null) return;
    // Anything may have ended by time.
    await client.invalidateQueries();
    close();
  };

  return (
    <Modal opened onClose={close} title="Move the marketplace’s clock?" centered classNames={{ content: 'dialog', header: 'dialog', title: 'dialog-title' }} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          <Text>It says {moment(now)}. It never goes back: whatever ends by time until then ends for everybody.</Text>
          <NativeSelect
            label="Forward by"
            data-autofocus
            data={[...steps.map((step) => step.label), { value: own, label: 'to a time of my own' }]}
            value={choice}
            onChange={(event) => setChoice(event.currentTarget.value)}
          />
          {choice === own && (
            <TextInput
              type="datetime-local"
              label="To, in UTC"
              required
              value={at}
              error={missing ? 'Say to when.' : null}
              onChange={(event) => {
                setAt(event.currentTarget.value);
                setMissing(false);
              }}
            />
          )}
          {to !== null && <Text aria-live="polite">It will say {moment(to)}.</Text>}
          {problem && <Problem problem={problem} />}
          <Refusals refusals={refusals} title="Not moved" />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={sending}>
              Move it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
