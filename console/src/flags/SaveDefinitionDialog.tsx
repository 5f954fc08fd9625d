import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type FlagDetailsFragment, UpdateFlagDocument } from '#graphql';
import { execute } from '../api/client';
import { isVersionConflict, type Refusal, refusalsOf } from '../api/refusals';
import { useAttempt } from '../api/useAttempt';
import { Problem } from '../common/Problem';
import { useFocusBack } from '../common/useFocusBack';
import { Conflict } from './Conflict';
import { difference } from './definitionEdit';
import { Difference } from './Difference';
import { unitsOf } from './flagState';
import { Reason, type useReason } from './Reason';
import { type Preview, Switches } from './SwitchPreview';

interface Shown {
  base: FlagDetailsFragment;
  /** The version that is known to be there now. */
  now: number;
  definition: unknown;
  preview: Preview;
  reason: ReturnType<typeof useReason>;
  reload: () => void;
  close: () => void;
  /** Takes refusals that name a place in the text; false when they name none. */
  refused: (refusals: readonly Refusal[]) => boolean;
  saved: () => void;
}

/** The last look at an edit: its lines, who would switch, and why it is made. */
export function SaveDefinitionDialog({ base, now, definition, preview, reason, reload, close, refused, saved }: Shown) {
  useFocusBack();
  const [made, setMade] = useState(false);
  const { sending, refusals, problem, attempt } = useAttempt();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const given = reason.given();
    if (given === null) return;
    let answered: readonly Refusal[] = [];
    const payload = await attempt(async () => {
      const { updateFlag } = await execute(UpdateFlagDocument, { input: { key: base.key, expectedVersion: base.version, reason: given, definition } });
      answered = refusalsOf(updateFlag);
      return updateFlag;
    });
    if (payload !== null) {
      setMade(true);
      saved();
    } else if (!isVersionConflict(answered)) refused(answered);
  };

  return (
    <Modal
      opened
      onClose={close}
      title={`Save this definition of ${base.key}?`}
      centered
      size="xl"
      classNames={{ content: 'dialog', header: 'dialog', title: 'dialog-title' }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          <Text fw={600}>What changes</Text>
          <Difference lines={difference(base.definition, definition)} label="What changes, line by line" />
          <Text fw={600}>For how many</Text>
          <Switches preview={preview} units={unitsOf(base)} />
          <Reason reason={reason} example="Agreed in the pricing review" />
          {problem && <Problem problem={problem} />}
          <Conflict refusals={refusals} title="Not saved" read={base.version} now={now} reload={reload} reloading={sending} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Back to the text
            </Button>
            <Button type="submit" loading={sending || made}>
              Save the definition
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
