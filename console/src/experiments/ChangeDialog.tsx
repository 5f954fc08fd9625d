import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type ExperimentDetailsFragment, StartExperimentDocument, StopExperimentDocument } from '#graphql';
import { execute } from '../api/client';
import { isVersionConflict, type Refusal, refusalsOf } from '../api/refusals';
import { words } from '../common/format';
import { Notice } from '../common/Notice';
import { Problem, Refusals } from '../common/Problem';
import { type RateCardTiers, summarize } from './summary';

export type Change = 'start' | 'stop';

interface Shown {
  change: Change;
  experiment: ExperimentDetailsFragment;
  rateCards: readonly RateCardTiers[];
  reload: () => Promise<unknown>;
  close: () => void;
}

const texts = {
  start: { title: 'Start this experiment?', confirm: 'Start the experiment', refused: 'Not started', from: 'DRAFT', example: 'Agreed in the pricing review' },
  stop: { title: 'Stop this experiment?', confirm: 'Stop the experiment', refused: 'Not stopped', from: 'RUNNING', example: 'Enough data; refunds went up' },
} as const;

/** Says what will change and asks why. What was typed stays through refusals and reloads. */
export function ChangeDialog({ change, experiment, rateCards, reload, close }: Shown) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [sending, setSending] = useState(false);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [problem, setProblem] = useState<Error | null>(null);
  const [reloaded, setReloaded] = useState(false);
  const client = useQueryClient();
  const text = texts[change];
  const possible = experiment.state === text.from;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === '') {
      setMissing(true);
      return;
    }
    setSending(true);
    setProblem(null);
    setRefusals([]);
    setReloaded(false);
    try {
      const found = await send(change, experiment, reason.trim());
      setRefusals(found);
      if (found.length === 0) {
        await Promise.all(['Experiment', 'ExperimentAuditLog', 'ExperimentList', 'Flag', 'FlagList'].map((name) => client.invalidateQueries({ queryKey: [name] })));
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
    <Modal opened onClose={close} title={text.title} centered size="lg" classNames={{ content: 'dialog', header: 'dialog', title: 'dialog-title' }} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          <Text>{whatHappens(change, experiment, rateCards)}</Text>
          {reloaded && (
            <Notice tone={possible ? 'plain' : 'warning'}>
              {possible
                ? `You see it now as it is: version ${experiment.version}. What you typed is still here.`
                : `It is ${words(experiment.state).toLowerCase()} now (version ${experiment.version}), so there is nothing left to ${change}.`}
            </Notice>
          )}
          <Textarea
            label="Reason"
            description="It is kept in the audit log."
            placeholder={text.example}
            autosize
            minRows={2}
            data-autofocus
            required
            value={reason}
            error={missing ? 'Say why, for those who read the audit log.' : null}
            onChange={(event) => {
              setReason(event.currentTarget.value);
              setMissing(false);
            }}
          />
          {problem && <Problem problem={problem} />}
          <Refusals refusals={refusals} title={text.refused} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            {isVersionConflict(refusals) ? (
              <Button onClick={() => void readAgain()} loading={sending}>
                Reload the experiment
              </Button>
            ) : (
              <Button type="submit" loading={sending} disabled={!possible} color={change === 'stop' ? 'red.8' : undefined}>
                {text.confirm}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

async function send(change: Change, { key, version }: ExperimentDetailsFragment, reason: string): Promise<readonly Refusal[]> {
  const input = { key, expectedVersion: version, reason };
  return change === 'start'
    ? refusalsOf((await execute(StartExperimentDocument, { input })).startExperiment)
    : refusalsOf((await execute(StopExperimentDocument, { input })).stopExperiment);
}

function whatHappens(change: Change, experiment: ExperimentDetailsFragment, rateCards: readonly RateCardTiers[]): string {
  return change === 'start'
    ? `From then on, ${lowerFirst(summarize({ ...experiment, state: 'RUNNING' }, rateCards))}`
    : `Everybody falls back to what the flag ${experiment.flag.key} says by itself. What was quoted or posted meanwhile stays as it was, and a stopped experiment cannot be started again.`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
