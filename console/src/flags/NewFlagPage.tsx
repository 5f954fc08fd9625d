import { Anchor, Button, Group, NativeSelect, SimpleGrid, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link, useNavigate } from 'react-router';
import { CreateFlagDocument } from '#graphql';
import { execute } from '../api/client';
import { byField, type Refusal, refusalsOf } from '../api/refusals';
import { useAttempt } from '../api/useAttempt';
import { Notice } from '../common/Notice';
import { PageTitle } from '../common/PageTitle';
import { Panel } from '../common/Panel';
import { Problem, Refusals } from '../common/Problem';
import { useUnsaved } from '../common/Unsaved';
import { useViewer } from '../shell/useViewer';
import { useFlagCache } from './flagCache';
import { atOurField, check, emptyFlag, fieldsOf, toInput } from './newFlag';
import { VariantFields } from './VariantFields';

export function NewFlagPage() {
  const { mayChangeExperiments, roles } = useViewer();
  return (
    <Stack gap="lg">
      <Anchor component={Link} to="/flags" size="sm">
        ‹ Flags
      </Anchor>
      <PageTitle title="New flag" />
      {roles.length > 0 && !mayChangeExperiments ? <Notice tone="plain">Product managers and admins can create flags.</Notice> : <FlagForm />}
    </Stack>
  );
}

function FlagForm() {
  const form = useForm({ initialValues: emptyFlag, validate: check });
  const { sending, refusals, problem, attempt } = useAttempt();
  const { pass, question } = useUnsaved(form.isDirty());
  const cache = useFlagCache();
  const navigate = useNavigate();
  const flag = form.values;
  const names = flag.variants.map((variant) => variant.name).filter((name) => name.trim() !== '');
  const others = byField(refusals.map(atOurField), fieldsOf(flag)).others;

  const save = async () => {
    let answered: readonly Refusal[] = [];
    const payload = await attempt(async () => {
      const { createFlag } = await execute(CreateFlagDocument, { input: toInput(flag) });
      answered = refusalsOf(createFlag);
      return createFlag;
    });
    form.setErrors(byField(answered.map(atOurField), fieldsOf(flag)).fields);
    if (payload?.flag == null) return;
    pass();
    await cache.changed();
    await navigate(`/flags/${payload.flag.key}`);
  };

  return (
    <form onSubmit={form.onSubmit(() => void save())} noValidate>
      <Stack gap="lg">
        <Panel title="What it decides">
          <TextInput label="Key" description="Programs ask for it by this name; it is never changed." placeholder="fee-cap" required maw={420} {...form.getInputProps('key')} />
          <Textarea label="Description" placeholder="Whether the service fee is capped" autosize minRows={2} required {...form.getInputProps('description')} />
        </Panel>
        <Panel title="Variants">
          <Text size="sm" c="dimmed">
            Their values are of one type: a text in double quotes, a number, true or false, or an object.
          </Text>
          <VariantFields form={form} />
        </Panel>
        <Panel title="Who gets what">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <NativeSelect label="While it is on" description="Rules that give others something else are added to its definition." data={choices(names)} {...form.getInputProps('defaultVariant')} />
            <NativeSelect label="While it is off" description="What everybody gets when the switch is turned off." data={choices(names)} {...form.getInputProps('offVariant')} />
          </SimpleGrid>
          <Switch label="Switch it on at once" {...form.getInputProps('enabled', { type: 'checkbox' })} />
          <Text aria-live="polite">
            {`Once it is created, everybody gets “${flag.enabled ? flag.defaultVariant : flag.offVariant}”.`}
          </Text>
        </Panel>
        {problem && <Problem problem={problem} />}
        <Refusals refusals={others} title="Not created" />
        {Object.keys(form.errors).length > 0 && (
          <Text c="var(--mantine-color-error)" size="sm" role="alert">
            Not created yet: see the fields marked above.
          </Text>
        )}
        <Group>
          <Button type="submit" loading={sending}>
            Create the flag
          </Button>
          <Button variant="default" component={Link} to="/flags">
            Cancel
          </Button>
        </Group>
      </Stack>
      {question}
    </form>
  );
}

function choices(names: readonly string[]) {
  return [{ value: '', label: 'Choose one' }, ...new Set(names)];
}
