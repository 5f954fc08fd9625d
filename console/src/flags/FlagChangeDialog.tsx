import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { FlagDetailsFragment } from '#graphql';
import { useAttempt } from '../api/useAttempt';
import { words } from '../common/format';
import { Notice } from '../common/Notice';
import { Problem } from '../common/Problem';
import { useFocusBack } from '../common/useFocusBack';
import { Conflict } from './Conflict';
import { definitionAfter, effectOnExperiment, type FlagChange, flagChanges, send } from './flagChange';
import { flagState, runningOn, unitsOf } from './flagState';
import { Reason, useReason } from './Reason';
import { servings } from './serving';
import { Servings } from './Servings';
import { SwitchPreview } from './SwitchPreview';
import { useFlagCache } from './flagCache';

interface Shown {
  change: FlagChange;
  flag: FlagDetailsFragment;
  close: () => void;
}

/** Says what everybody will get and how many switch, and asks why. What was typed stays through refusals and reloads. */
export function FlagChangeDialog({ change, flag, close }: Shown) {
  // What this person looks at, whatever arrives behind the dialog.
  const [read, setRead] = useState(flag);
  const [reloaded, setReloaded] = useState(false);
  const [made, setMade] = useState(false);
  useFocusBack();
  const reason = useReason();
  const { sending, refusals, problem, attempt, forget } = useAttempt();
  const cache = useFlagCache();
  const text = flagChanges[change];
  const possible = text.possible(read);
  const running = runningOn(read);
  const after = definitionAfter(change, read);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const given = reason.given();
    if (given === null) return;
    setReloaded(false);
    if ((await attempt(() => send(change, read, given))) === null) return;
    setMade(true);
    await cache.changed();
    close();
  };

  const reload = async () => {
    const latest = await cache.reread(read.key).catch(() => null);
    if (latest === null) return;
    forget();
    setRead(latest);
    setReloaded(true);
  };

  return (
    <Modal opened onClose={close} title={text.title(read.key)} centered size="lg" classNames={{ content: 'dialog', header: 'dialog', title: 'dialog-title' }} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          {reloaded && (
            <Notice tone={possible ? 'plain' : 'warning'}>
              {possible
                ? `You see it now as it is: version ${read.version}. What you typed is still here.`
                : `It is ${words(flagState(read)).toLowerCase()} now (version ${read.version}), so there is nothing left to do.`}
            </Notice>
          )}
          {possible && (
            <>
              <Text>{change === 'archive' ? 'It is put away for good: it takes no more edits and no experiments, and everybody gets what it gives when it is off.' : 'From then on:'}</Text>
              <Servings served={servings(after, change === 'on', unitsOf(read))} variants={read.variants} label="Who gets what afterwards" />
              {running !== undefined && <Text>{effectOnExperiment(change, running.name)}</Text>}
              <SwitchPreview flagKey={read.key} version={read.version} definition={after} units={unitsOf(read)} />
            </>
          )}
          <Reason reason={reason} example={text.example} />
          {problem && <Problem problem={problem} />}
          <Conflict refusals={refusals} title={text.refused} read={read.version} now={flag.version} reload={() => void reload()} reloading={sending} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={sending || made} disabled={!possible} color={text.dangerous ? 'red.8' : undefined}>
              {text.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
