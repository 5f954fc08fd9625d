import { Anchor, Stack } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { FlagDocument, FlagsChangedDocument } from '#graphql';
import { useLive } from '../api/live';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { useViewer } from '../shell/useViewer';
import { DefinitionForm } from './DefinitionForm';
import { NoSuchFlag, NotToEdit } from './NotHere';

export function DefinitionPage() {
  const { key = '' } = useParams();
  const query = useApi(FlagDocument, { key });
  useLive(FlagsChangedDocument, {}, [FlagDocument]);
  const { mayChangeExperiments, roles } = useViewer();
  return (
    <Stack gap="lg">
      <Anchor component={Link} to={`/flags/${key}`} size="sm">
        ‹ {key}
      </Anchor>
      <Answer query={query}>
        {({ flag }) => {
          if (flag === null) return <NoSuchFlag flagKey={key} />;
          if (roles.length > 0 && !mayChangeExperiments) return <NotToEdit flagKey={key} why="Product managers and admins can edit it." />;
          return <DefinitionForm key={key} flag={flag} />;
        }}
      </Answer>
    </Stack>
  );
}
