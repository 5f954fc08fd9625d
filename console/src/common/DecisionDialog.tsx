import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Refusal } from '../api/refusals';
import { Problem, Refusals } from './Problem';
import { useFocusBack } from './useFocusBack';

interface Shown {
  title: string;
  /** What is decided on, and what will change. */
  children: ReactNode;
  confirm: string;
  refused: string;
  /** Who reads the reason. */
  reasonFor: string;
  example: string;
  grave?: boolean;
  /** What must be put right before anything is sent. */
  check?: () => boolean;
  send: (reason: string) => Promise<readonly Refusal[]>;
  close: () => void;
}

/** Says what will change and asks why. What was typed stays through refusals and failures. */
export function DecisionDialog({ title, children, confirm, refused, reasonFor, example, grave = false, check, send, close }: Shown) {
  useFocusBack();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [sending, setSending] = useState(false);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [problem, setProblem] = useState<Error | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const right = check?.() ?? true;
    setMissing(reason.trim() === '');
    if (reason.trim() === '' || !right) return;
    setSending(true);
    setProblem(null);
    setRefusals([]);
    try {
      const found = await send(reason.trim());
      setRefusals(found);
      if (found.length === 0) close();
    } catch (failure) {
      setProblem(failure as Error);
    } finally {
      setSending(false);
    }
  };

  return (
    <Modal opened onClose={close} title={title} centered size="lg" classNames={{ content: 'dialog', header: 'dialog', title: 'dialog-title' }} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          {children}
          <Textarea
            label="Reason"
            description={reasonFor}
            placeholder={example}
            autosize
            minRows={2}
            data-autofocus
            required
            value={reason}
            error={missing ? `Say why: ${reasonFor.charAt(0).toLowerCase()}${reasonFor.slice(1)}` : null}
            onChange={(event) => {
              setReason(event.currentTarget.value);
              setMissing(false);
            }}
          />
          {problem && <Problem problem={problem} />}
          <Refusals refusals={refusals} title={refused} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={sending} color={grave ? 'red.8' : undefined}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
