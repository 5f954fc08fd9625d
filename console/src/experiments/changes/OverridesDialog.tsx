import { Button, Group, Modal, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { type ExperimentOverridesQuery, ExperimentOverridesDocument, type ExperimentQuery, SetVariantOverrideDocument, UnitNowDocument } from '#graphql';
import { execute } from '../../api/client';
import { useApi } from '../../api/queries';
import { byField, type Refusal, refusalsOf } from '../../api/refusals';
import { Answer } from '../../common/Answer';
import { moment } from '../../common/format';
import { Notice } from '../../common/Notice';
import { Problem, Refusals } from '../../common/Problem';
import { useFocusBack } from '../../common/useFocusBack';
import { unitNames } from '../summary';
import type { ChangeOf } from './ChangeForm';
import { changed } from './changed';

type Override = NonNullable<ExperimentOverridesQuery['experiment']>['overrides'][number];

const lift = '';

/** Units forced into an arm for testing: which there are, one more, one less. */
export function OverridesDialog({ experiment, categories, close }: Omit<ChangeOf, 'reload'> & { categories: ExperimentQuery['jobCategories'] }) {
  useFocusBack();
  const query = useApi(ExperimentOverridesDocument, { key: experiment.key });
  const [unit, setUnit] = useState('');
  const [variant, setVariant] = useState(experiment.arms.find((arm) => !arm.control)?.variant ?? lift);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState<Record<string, string>>({});
  const [sending, setSending] = useState(false);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [problem, setProblem] = useState<Error | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const client = useQueryClient();
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const found = byField(refusals, ['unitId', 'variant', 'reason']);
  const { one } = unitNames[experiment.unit];
  const named = unit.trim();
  const isCategory = experiment.unit === 'JOB_CATEGORY';
  const label = (id: string) => categories.find((category) => isCategory && category.key === id)?.name ?? id;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const lacks = {
      ...(named === '' ? { unitId: `Say which ${one}.` } : {}),
      ...(reason.trim() === '' ? { reason: 'Say why, for those who read the audit log.' } : {}),
    };
    setMissing(lacks);
    if (Object.keys(lacks).length > 0) return;
    setSending(true);
    setProblem(null);
    setRefusals([]);
    setDone(null);
    try {
      const input = { key: experiment.key, unitId: named, variant: variant === lift ? null : variant, reason: reason.trim() };
      const payload = (await execute(SetVariantOverrideDocument, { input })).setVariantOverride;
      setRefusals(refusalsOf(payload));
      if (payload.explanation) {
        await changed(client);
        setDone(`${label(named)} sees “${payload.explanation.variant}” now. ${payload.explanation.steps.at(-1) ?? ''}`);
        setReason('');
      }
    } catch (failure) {
      setProblem(failure as Error);
    } finally {
      setSending(false);
    }
  };

  const field = (name: string) => missing[name] ?? found.fields[name] ?? null;

  return (
    <Modal opened onClose={close} title="Overrides for testing" centered size="lg" classNames={{ content: 'dialog', header: 'dialog', title: 'dialog-title' }} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          <Text>Force one {one} into an arm to see what it does. It is left out of the results from then on, also after the override is lifted.</Text>
          <Answer query={query}>
            {(data) => (
              <Forced
                overrides={data.experiment?.overrides ?? []}
                label={label}
                chosen={(override) => {
                  setUnit(override.unitId);
                  setVariant(lift);
                  setDone(null);
                  reasonField.current?.focus();
                }}
              />
            )}
          </Answer>
          <Group grow align="flex-start" preventGrowOverflow={false} wrap="wrap">
            {isCategory ? (
              <NativeSelect
                label="Job category"
                required
                data-autofocus
                data={[{ value: '', label: 'Choose one' }, ...categories.map((category) => ({ value: category.key, label: category.name }))]}
                value={unit}
                error={field('unitId')}
                onChange={(event) => setUnit(event.currentTarget.value)}
              />
            ) : (
              <TextInput label={`Id of the ${one}`} required data-autofocus spellCheck={false} value={unit} error={field('unitId')} onChange={(event) => setUnit(event.currentTarget.value)} />
            )}
            <NativeSelect
              label="Arm"
              data={[...experiment.arms.map((arm) => ({ value: arm.variant, label: `Force into “${arm.variant}”` })), { value: lift, label: 'None: lift the override' }]}
              value={variant}
              error={field('variant')}
              onChange={(event) => setVariant(event.currentTarget.value)}
            />
          </Group>
          <div className="unit-now">
            <Now experimentKey={experiment.key} unitId={named} variant={variant} label={label(named)} forced={query.data?.experiment?.overrides.some((override) => override.unitId === named) ?? false} />
          </div>
          <Textarea
            label="Reason"
            description="It is kept in the audit log."
            placeholder="To see the new price in the form"
            ref={reasonField}
            autosize
            minRows={2}
            required
            value={reason}
            error={field('reason')}
            onChange={(event) => {
              setReason(event.currentTarget.value);
              setMissing({});
            }}
          />
          {problem && <Problem problem={problem} />}
          <Refusals refusals={found.others} title="Not changed" />
          {done !== null && <Notice tone="good">{done}</Notice>}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Close the overrides
            </Button>
            <Button type="submit" loading={sending}>
              {variant === lift ? 'Lift the override' : 'Set the override'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Forced({ overrides, label, chosen }: { overrides: readonly Override[]; label: (id: string) => string; chosen: (override: Override) => void }) {
  if (overrides.length === 0) return <Text size="sm">No unit is forced into an arm.</Text>;
  return (
    <table className="data-table stacking" aria-label="Forced units">
      <thead>
        <tr>
          <th scope="col">Unit</th>
          <th scope="col">Forced into</th>
          <th scope="col">Since</th>
          <th scope="col">Lift</th>
        </tr>
      </thead>
      <tbody>
        {overrides.map((override) => (
          <tr key={override.unitId}>
            <td data-label="Unit">{label(override.unitId)}</td>
            <td data-label="Forced into">{override.variant}</td>
            <td data-label="Since">{moment(override.setAt)}</td>
            <td data-label="Lift">
              <Button size="xs" variant="default" onClick={() => chosen(override)} aria-label={`Lift the override of ${label(override.unitId)}`}>
                Lift …
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the unit sees as it is, before anything is changed. */
function Now({ experimentKey, unitId, variant, label, forced }: { experimentKey: string; unitId: string; variant: string; label: string; forced: boolean }) {
  const [asked] = useDebouncedValue(unitId, 300);
  const query = useQuery({
    queryKey: ['UnitNow', experimentKey, asked],
    queryFn: () => execute(UnitNowDocument, { key: experimentKey, unitId: asked }),
    enabled: asked !== '' && asked === unitId,
    retry: false,
    staleTime: 0,
  });
  const explanation = query.data?.experiment?.explain;
  if (unitId === '') return null;
  if (query.error) return <Text size="sm">{query.error.message}</Text>;
  if (explanation === undefined) return null;
  return (
    <Text size="sm" role="status">
      {label} sees “{explanation.variant}” now. {explanation.steps.at(-1)}{' '}
      {whatFollows(variant, explanation.variant, forced)}
    </Text>
  );
}

function whatFollows(variant: string, seen: string | null, forced: boolean): string {
  if (variant === lift) return forced ? 'Lifted, it sees again what the flag and the experiment say; nobody else is touched.' : 'It is not forced, so there is nothing to lift.';
  return forced && variant === seen ? 'It is forced into this arm already.' : `With the override it sees “${variant}”; nobody else is touched.`;
}
