import { Text } from '@mantine/core';
import { ArchiveExperimentDocument } from '#graphql';
import { execute } from '../../api/client';
import { refusalsOf } from '../../api/refusals';
import { ChangeForm, type ChangeOf } from './ChangeForm';

export function ArchiveDialog(change: ChangeOf) {
  return (
    <ChangeForm
      {...change}
      title="Archive this experiment?"
      verb="archive"
      confirm="Archive the experiment"
      refused="Not archived"
      example="Written up; nothing to roll out"
      possible={change.experiment.state === 'STOPPED'}
      send={async (input) => refusalsOf((await execute(ArchiveExperimentDocument, { input })).archiveExperiment)}
    >
      {() => <Text>It is put away: nobody sees another variant, and its settings, results and audit log stay to be read. A variant of it can be rolled out no more.</Text>}
    </ChangeForm>
  );
}
