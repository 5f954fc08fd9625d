import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { type EditedExperimentFragment, ExperimentChoicesDocument, type ExperimentChoicesQuery, ExperimentForEditDocument, UpdateExperimentDocument } from '#graphql';
import { execute } from '../api/client';
import { useApi } from '../api/queries';
import { isVersionConflict, refusalsOf } from '../api/refusals';
import { Answer } from '../common/Answer';
import { words } from '../common/format';
import { Notice } from '../common/Notice';
import { PageTitle } from '../common/PageTitle';
import { useViewer } from '../shell/useViewer';
import { changed } from './changes/changed';
import { fromExperiment, rebase, toEdit } from './form/conversion';
import { ExperimentForm } from './form/ExperimentForm';

export function EditExperimentPage() {
  const { key = '' } = useParams();
  // Nothing kept from before: an edit made from an old version would be refused.
  const query = useQuery({ queryKey: ['ExperimentForEdit', key], queryFn: () => execute(ExperimentForEditDocument, { key }), gcTime: 0 });
  return (
    <Stack gap="lg">
      <Anchor component={Link} to={`/experiments/${key}`} size="sm">
        ‹ The experiment
      </Anchor>
      <Answer query={query}>
        {({ experiment }) =>
          experiment === null ? (
            <PageTitle title="There is no such experiment" />
          ) : (
            <Edit experiment={experiment} read={() => query.refetch().then(({ data }) => data?.experiment ?? null)} />
          )
        }
      </Answer>
    </Stack>
  );
}

function Edit({ experiment, read }: { experiment: EditedExperimentFragment; read: Shown['read'] }) {
  // What is typed is not taken away by what somebody else does meanwhile.
  const [first] = useState(experiment);
  const choices = useApi(ExperimentChoicesDocument, {});
  const { roles, mayChangeExperiments } = useViewer();
  return (
    <>
      <PageTitle title={`Edit “${first.name}”`} />
      {first.state !== 'DRAFT' && first.state !== 'RUNNING' ? (
        <Text>It is {words(first.state).toLowerCase()}: what has ended is edited no more.</Text>
      ) : roles.length > 0 && !mayChangeExperiments ? (
        <Text>Product managers and admins can edit it.</Text>
      ) : (
        <Answer query={choices}>{(found) => <EditForm choices={found} first={first} read={read} />}</Answer>
      )}
    </>
  );
}

interface Shown {
  choices: ExperimentChoicesQuery;
  first: EditedExperimentFragment;
  read: () => Promise<EditedExperimentFragment | null>;
}

function EditForm({ choices, first, read }: Shown) {
  // What the edit is made from; a reload replaces it, and what was typed stays.
  const [base, setBase] = useState(first);
  const [conflict, setConflict] = useState(false);
  const [reloaded, setReloaded] = useState(false);
  const client = useQueryClient();
  const navigate = useNavigate();
  const page = `/experiments/${base.key}`;

  return (
    <ExperimentForm
      choices={choices}
      initial={fromExperiment(first)}
      editing={base.state}
      back={page}
      save={async (draft, reason, done) => {
        setReloaded(false);
        const input = { key: base.key, expectedVersion: base.version, reason, ...toEdit(fromExperiment(base), draft) };
        const payload = (await execute(UpdateExperimentDocument, { input })).updateExperiment;
        const refusals = refusalsOf(payload);
        setConflict(isVersionConflict(refusals));
        if (payload.experiment) {
          await changed(client);
          done(() => void navigate(page));
        }
        return refusals;
      }}
      notice={(form) =>
        conflict ? (
          <Group>
            <Button
              variant="default"
              onClick={() =>
                void read().then((now) => {
                  if (now === null) return;
                  form.setValues(rebase(fromExperiment(base), form.values, fromExperiment(now)));
                  setBase(now);
                  setConflict(false);
                  setReloaded(true);
                })
              }
            >
              Reload and keep what I typed
            </Button>
          </Group>
        ) : (
          reloaded && <Notice tone="plain">You edit it now as it is: version {base.version}. What you typed is still here; the rest is as somebody else left it.</Notice>
        )
      }
    />
  );
}
