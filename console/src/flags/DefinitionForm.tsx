import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useMemo, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { type FlagDetailsFragment, FlagPreviewDocument } from '#graphql';
import { execute } from '../api/client';
import { useAttempt } from '../api/useAttempt';
import { Notice } from '../common/Notice';
import { PageTitle } from '../common/PageTitle';
import { Panel } from '../common/Panel';
import { Problem } from '../common/Problem';
import { useUnsaved } from '../common/Unsaved';
import { Conflict } from './Conflict';
import { DefinitionEditor, type EditorHandle } from './DefinitionEditor';
import { difference, type Fault, faultOf, localFault, root } from './definitionEdit';
import { useFlagCache } from './flagCache';
import { runningOn } from './flagState';
import { readJson } from './jsonText';
import { laidOut } from './lineDiff';
import { NotToEdit } from './NotHere';
import { useReason } from './Reason';
import { SaveDefinitionDialog } from './SaveDefinitionDialog';
import type { Preview } from './SwitchPreview';

/** The text of a definition, what is wrong with it, and the way to save it. */
export function DefinitionForm({ flag }: { flag: FlagDetailsFragment }) {
  // What the text was made from, whatever arrives meanwhile.
  const [base, setBase] = useState(flag);
  const [text, setText] = useState(() => laidOut(flag.definition));
  const [told, setTold] = useState<Fault | null>(null);
  // What was counted is of the text as it was then.
  const [review, setReview] = useState<{ text: string; preview: Preview } | null>(null);
  const [note, setNote] = useState<string | null>(null);
  const previewing = useAttempt();
  const reason = useReason();
  const editor = useRef<EditorHandle>(null);
  const client = useQueryClient();
  const cache = useFlagCache();
  const navigate = useNavigate();
  const faultId = useId();
  const read = useMemo(() => readJson(text, root), [text]);
  const fault = localFault(read) ?? told;
  const dirty = text !== laidOut(base.definition);
  const running = runningOn(flag);
  const reviewed = review !== null && review.text === text ? review.preview : null;

  const unsaved = useUnsaved(dirty && !base.archived);

  const type = (next: string) => {
    setText(next);
    setTold(null);
    setNote(null);
  };

  const point = (at: Fault) => {
    setTold(at);
    if (at.place !== null) editor.current?.goTo(at.place);
  };

  const check = async () => {
    setNote(null);
    if (read.problem !== null) return point(localFault(read)!);
    if (difference(base.definition, read.value).length === 0) return setNote('It says what is saved already: there is nothing to change.');
    let refused: Fault | null = null;
    const answer = await previewing.attempt(async () => {
      try {
        return { errors: null, found: await client.fetchQuery({ queryKey: ['FlagPreview', base.key, base.version, read.value], queryFn: () => execute(FlagPreviewDocument, { key: base.key, definition: read.value }), retry: false }) };
      } catch (failure) {
        refused = faultOf(failure as Error, read);
        if (refused === null) throw failure;
        return { errors: null, found: null };
      }
    });
    if (refused !== null) point(refused);
    else if (answer?.found?.flag) setReview({ text, preview: answer.found.flag.preview });
  };

  const reload = async () => {
    const latest = await cache.reread(base.key).catch(() => null);
    if (latest === null) return;
    setBase(latest);
    setReview(null);
    if (!dirty) setText(laidOut(latest.definition));
    setNote(
      dirty
        ? `Your text is still here. It is compared with version ${latest.version} now: look at what it would undo before you save it.`
        : `This is version ${latest.version}.`,
    );
  };

  if (base.archived) return <NotToEdit flagKey={base.key} why="It is archived: it takes no more edits." />;
  return (
    <>
      <PageTitle title={`Definition of ${base.key}`} />
      <Text c="dimmed">
        In the words of Microsoft.FeatureManagement. Nothing is saved before you have seen what it changes, and for how many.
      </Text>
      {running !== undefined && (
        <Notice tone="plain">
          The experiment{' '}
          <Anchor component={Link} to={`/experiments/${running.key}`} size="sm">
            {running.name}
          </Anchor>{' '}
          runs on this flag: allocation, conditions and the values of its arms stay as they are until it is stopped.
        </Notice>
      )}
      {reviewed === null && <Conflict refusals={[]} title="" read={base.version} now={flag.version} reload={() => void reload()} reloading={false} />}
      <Panel title="JSON">
        <DefinitionEditor ref={editor} value={text} change={type} label="Definition as JSON" faulty={fault?.place?.line ?? null} describedBy={faultId} />
        <div id={faultId} role="status">
          {fault !== null && <FaultText fault={fault} />}
          {fault === null && note !== null && <Text size="sm">{note}</Text>}
        </div>
        {previewing.problem && <Problem problem={previewing.problem} retry={() => void check()} />}
        <Group>
          <Button onClick={() => void check()} loading={previewing.sending}>
            Review the change
          </Button>
          <Button variant="default" disabled={!dirty} onClick={() => type(laidOut(base.definition))}>
            Back to what is saved
          </Button>
        </Group>
      </Panel>
      {reviewed !== null && read.problem === null && (
        <SaveDefinitionDialog
          base={base}
          now={flag.version}
          definition={read.value}
          preview={reviewed}
          reason={reason}
          reload={() => void reload()}
          close={() => setReview(null)}
          refused={(refusals) => {
            const at = faultOf(refusals, read);
            if (at === null) return false;
            setReview(null);
            // The dialog gives the focus back first.
            setTimeout(() => point(at));
            return true;
          }}
          saved={() => {
            unsaved.pass();
            void cache.changed().then(() => navigate(`/flags/${base.key}`));
          }}
        />
      )}
      {unsaved.question}
    </>
  );
}

function FaultText({ fault: { message, field, place } }: { fault: Fault }) {
  return (
    <Stack gap={4} align="flex-start">
      <Text c="var(--mantine-color-error)" size="sm">
        {place !== null && <b>Line {place.line}: </b>}
        {message}
      </Text>
      {field !== null && (
        <Text size="xs" c="dimmed" className="mono">
          {field}
        </Text>
      )}
    </Stack>
  );
}
