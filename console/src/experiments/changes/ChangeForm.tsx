import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { ExperimentDetailsFragment } from '#graphql';
import { byField, isVersionConflict, type Refusal } from '../../api/refusals';
import { words } from '../../common/format';
import { Notice } from '../../common/Notice';
import { Problem, Refusals } from '../../common/Problem';
import { useFocusBack } from '../../common/useFocusBack';
import { changed } from './changed';

export interface ChangeOf {
  experiment: ExperimentDetailsFragment;
  reload: () => Promise<unknown>;
  close: () => void;
}

interface Shown extends ChangeOf {
  title: string;
  /** The verb, for "there is nothing left to stop". */
  verb: string;
  confirm: string;
  refused: string;
  example: string;
  danger?: boolean;
  /** Whether the experiment as it was last read is in a state for it. */
  possible: boolean;
  /** What is still missing before it can be sent. */
  missing?: boolean;
  /** Fields of the dialog that the API may refuse by name. */
  fields?: readonly string[];
  send: (change: { key: string; expectedVersion: number; reason: string }) => Promise<readonly Refusal[]>;
  children: (refusedFields: Readonly<Record<string, string>>) => ReactNode;
}

/** Says what will change and asks why. What was typed stays through refusals and reloads. */
export function ChangeForm({ experiment, reload, close, title, verb, confirm, refused, example, danger = false, possible, missing = false, fields = [], send, children }: Shown) {
  useFocusBack();
  const [reason, setReason] = useState('');
  const [unreasoned, setUnreasoned] = useState(false);
  const [sending, setSending] = useState(false);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [problem, setProblem] = useState<Error | null>(null);
  const [reloaded, setReloaded] = useState(false);
  const client = useQueryClient();
  const found = byField(refusals, fields);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === '') {
      setUnreasoned(true);
      return;
    }
    setSending(true);
    setProblem(null);
    setRefusals([]);
    setReloaded(false);
    try {
      const answer = await send({ key: experiment.key, expectedVersion: experiment.version, reason: reason.trim() });
      setRefusals(answer);
      if (answer.length === 0) {
        await changed(client);
        close();
      }
    } catch (failure) {
      setProblem(failure as Error);
    } finally {
      setSending(false);
    }
  };

  const readAgain = async () => {
    setSending(true);
    await Promise.all([reload(), client.invalidateQueries({ queryKey: ['ExperimentAuditLog'] })]);
    setRefusals([]);
    setReloaded(true);
    setSending(false);
  };

  return (
    <Modal opened onClose={close} title={title} centered size="lg" classNames={{ content: 'dialog', header: 'dialog', title: 'dialog-title' }} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          {children(found.fields)}
          {reloaded && (
            <Notice tone={possible ? 'plain' : 'warning'}>
              {possible
                ? `You see it now as it is: version ${experiment.version}. What you typed is still here.`
                : `It is ${words(experiment.state).toLowerCase()} now (version ${experiment.version}), so there is nothing left to ${verb}.`}
            </Notice>
          )}
          <Textarea
            label="Reason"
            description="It is kept in the audit log."
            placeholder={example}
            autosize
            minRows={2}
            data-autofocus
            required
            value={reason}
            error={unreasoned ? 'Say why, for those who read the audit log.' : null}
            onChange={(event) => {
              setReason(event.currentTarget.value);
              setUnreasoned(false);
            }}
          />
          {problem && <Problem problem={problem} />}
          <Refusals refusals={found.others} title={refused} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            {isVersionConflict(refusals) ? (
              <Button onClick={() => void readAgain()} loading={sending}>
                Reload the experiment
              </Button>
            ) : (
              <Button type="submit" loading={sending} disabled={!possible || missing} color={danger ? 'red.8' : undefined}>
                {confirm}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
