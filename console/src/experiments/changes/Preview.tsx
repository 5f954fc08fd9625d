import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ExperimentAction, type ExperimentDetailsFragment, ExperimentPreviewDocument } from '#graphql';
import { ApiProblem, execute } from '../../api/client';
import { count } from '../../common/format';
import { Notice } from '../../common/Notice';
import { Problem } from '../../common/Problem';
import { unitNames } from '../summary';
import { previewText } from './previewText';

interface Shown {
  experiment: ExperimentDetailsFragment;
  action: ExperimentAction;
  traffic?: string;
  variant?: string;
}

/** What a change would do to how many, before it is made: the API plays it and takes it back. */
export function Preview({ experiment, action, traffic, variant }: Shown) {
  const query = useQuery({
    // The version is part of it: after a reload it is played anew.
    queryKey: ['ExperimentPreview', experiment.key, experiment.version, action, traffic, variant],
    queryFn: () => execute(ExperimentPreviewDocument, { key: experiment.key, action, traffic: traffic ?? null, variant: variant ?? null }),
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
  const preview = query.data?.experiment?.preview;
  const place = action === 'ROLL_OUT' ? 'preview' : 'preview counted';
  if (query.error) {
    if (query.error instanceof ApiProblem && query.error.kind === 'unreachable') return <Problem problem={query.error} retry={() => void query.refetch()} />;
    return (
      <div className={place}>
        <Notice tone="warning" title="As it stands this would be refused">
          {query.error.message}
        </Notice>
      </div>
    );
  }
  if (preview === undefined) {
    return (
      <Text size="sm" role="status" className={place}>
        Counting who would be affected …
      </Text>
    );
  }
  const sentences = previewText(action, preview, { unit: experiment.unit, flagKey: experiment.flag.key, traffic: experiment.traffic }, { traffic, variant });
  return (
    <Stack gap="sm" role="status" aria-label="What it does" className={place}>
      {sentences.map((sentence, index) => (
        <Text key={sentence} size="sm" fw={index === 0 ? 600 : undefined}>
          {sentence}
        </Text>
      ))}
      {action !== 'ROLL_OUT' && (
        <table className="data-table">
          <caption className="preview-caption">{capital(unitNames[experiment.unit].many)} in each arm</caption>
          <thead>
            <tr>
              <th scope="col">Arm</th>
              <th scope="col" className="number">
                Now
              </th>
              <th scope="col" className="number">
                Afterwards
              </th>
            </tr>
          </thead>
          <tbody>
            {preview.arms.map((arm) => (
              <tr key={arm.variant}>
                <td>{arm.variant}</td>
                <td className="number">{count(arm.now)}</td>
                <td className="number">{count(arm.then)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Stack>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
