import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { ExperimentChoicesQuery, ExperimentState } from '#graphql';
import { byField, type Refusal } from '../../api/refusals';
import { Panel } from '../../common/Panel';
import { Problem, Refusals } from '../../common/Problem';
import { useUnsaved } from '../../common/Unsaved';
import { summarize } from '../summary';
import { ArmsFields } from './ArmsFields';
import { AudienceFields } from './AudienceFields';
import { AboutFields, MetricFields, ReachFields } from './DraftFields';
import { check, type Draft, emptyDraft } from './draft';
import { Estimate } from './Estimate';
import { GuardrailFields } from './GuardrailFields';

interface Shown {
  choices: ExperimentChoicesQuery;
  /** What the fields hold at first, and what has to differ from it to be unsaved. */
  initial: Draft;
  /** Of a draft that is there already key, flag and unit stay; of a running one also arms, audience and reach. */
  editing: ExperimentState | null;
  /** Where leaving leads. */
  back: string;
  /** Shown above the buttons: a conflict, say. */
  notice?: (form: { values: Draft; setValues: (values: Draft) => void }) => ReactNode;
  /** Saves, and returns what was refused; `done` leads away from what was saved. */
  save: (draft: Draft, reason: string, done: (leave: () => void) => void) => Promise<readonly Refusal[]>;
}

/** The form for an experiment, new or there already. It writes nothing until it is saved. */
export function ExperimentForm({ choices, initial, editing, back, notice, save }: Shown) {
  const form = useForm({ initialValues: initial, validate: check });
  const [reason, setReason] = useState('');
  const [unreasoned, setUnreasoned] = useState(false);
  const [saving, setSaving] = useState(false);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [problem, setProblem] = useState<Error | null>(null);
  const [attempts, setAttempts] = useState(0);
  const { pass, question } = useUnsaved(form.isDirty() || reason !== '');
  const element = useRef<HTMLFormElement>(null);
  const draft = form.values;
  const flag = choices.flags.find((candidate) => candidate.key === draft.flagKey);
  const metric = choices.metrics.find((candidate) => candidate.key === draft.primaryMetric);
  const running = editing === 'RUNNING';

  // Whatever was refused, by us or by the API, the first field of it is where one goes on.
  useEffect(() => {
    if (attempts > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempts]);

  const submit = async () => {
    if (editing !== null && reason.trim() === '') {
      setUnreasoned(true);
      setAttempts((count) => count + 1);
      return;
    }
    setSaving(true);
    setProblem(null);
    setRefusals([]);
    try {
      const refused = await save(draft, reason.trim(), (leave) => {
        pass();
        leave();
      });
      // A full layer is a matter of the share that was asked for.
      const found = byField(refused.map((refusal) => (refusal.code === 'LAYER_FULL' ? { ...refusal, field: 'layerShare' } : refusal)), Object.keys(emptyDraft));
      form.setErrors(found.fields);
      setRefusals(found.others);
    } catch (failure) {
      setProblem(failure as Error);
    } finally {
      setSaving(false);
      setAttempts((count) => count + 1);
    }
  };

  return (
    <form ref={element} onSubmit={form.onSubmit(() => void submit(), () => setAttempts((count) => count + 1))} noValidate>
      {question}
      <Stack gap="lg">
        <Panel title="What it is about">
          <AboutFields form={form} fixedKey={editing !== null} />
        </Panel>
        {!running && (
          <Panel title="What is compared">
            <ArmsFields form={form} flags={choices.flags} fixed={editing !== null} />
          </Panel>
        )}
        <Panel title="What decides">
          <MetricFields form={form} metrics={choices.metrics} />
          <GuardrailFields form={form} metrics={choices.metrics} />
        </Panel>
        {running ? (
          <Text size="sm" c="dimmed">
            Arms, audience and layer are fixed while it runs, or units would change sides.
          </Text>
        ) : (
          <>
            <Panel title="Whom it reaches">
              <AudienceFields form={form} />
              {editing === null && <ReachFields form={form} layers={choices.layers} />}
            </Panel>
            <Panel title="How many it takes">
              <Estimate form={form} choices={choices} />
            </Panel>
          </>
        )}
        {flag !== undefined && draft.arms.length > 0 && (
          <Panel title="In one sentence">
            <p className="sentence" style={{ margin: 0 }} aria-live="polite">
              {summarize(
                {
                  ...draft,
                  state: editing ?? 'DRAFT',
                  audience: draft.audience.everyone ? null : draft.audience,
                  layerShare: String(draft.layerShare),
                  traffic: String(draft.traffic),
                  arms: draft.arms.map((arm) => ({ variant: arm.variant, weight: String(arm.weight), control: arm.variant === draft.control })),
                  flag,
                  primaryMetric: metric ?? { key: '', name: '', higherIsBetter: true },
                },
                choices.rateCards,
              )}
            </p>
          </Panel>
        )}
        {editing !== null && (
          <Textarea
            label="Reason"
            description="It is kept in the audit log."
            autosize
            minRows={2}
            required
            value={reason}
            error={unreasoned ? 'Say why, for those who read the audit log.' : null}
            onChange={(event) => {
              setReason(event.currentTarget.value);
              setUnreasoned(false);
            }}
          />
        )}
        {problem && <Problem problem={problem} />}
        <Refusals refusals={refusals} title="Not saved" />
        {notice?.(form)}
        {Object.keys(form.errors).length > 0 && (
          <Text c="var(--mantine-color-error)" size="sm" role="alert">
            Not saved yet: see the fields marked above.
          </Text>
        )}
        <Group>
          <Button type="submit" loading={saving}>
            {editing === null ? 'Save the draft' : 'Save the changes'}
          </Button>
          <Button variant="default" component={Link} to={back}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
