import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import { FlagOverridesDocument } from '#graphql';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { moment } from '../common/format';

/** Units forced into an arm for testing; they are set and lifted where the experiment is. */
export function FlagOverrides({ flagKey }: { flagKey: string }) {
  const query = useApi(FlagOverridesDocument, { key: flagKey });
  return (
    <Answer query={query}>
      {({ flag }) => {
        const forced = (flag?.experiments ?? []).flatMap((experiment) => experiment.overrides.map((override) => ({ ...override, experiment })));
        if (forced.length === 0) return <Text c="dimmed">Nobody is forced into an arm.</Text>;
        return (
          <table className="data-table stacking" aria-label="Overrides for testing">
            <thead>
              <tr>
                <th scope="col">Unit</th>
                <th scope="col">Variant</th>
                <th scope="col">Since</th>
                <th scope="col">Set and lifted in</th>
              </tr>
            </thead>
            <tbody>
              {forced.map(({ unitId, variant, setAt, experiment }) => (
                <tr key={`${experiment.id} ${unitId}`}>
                  <td data-label="Unit" className="mono">
                    {unitId}
                  </td>
                  <td data-label="Variant">
                    <b>{variant}</b>
                  </td>
                  <td data-label="Since">{moment(setAt)}</td>
                  <td data-label="Set and lifted in">
                    <Anchor component={Link} to={`/experiments/${experiment.key}`} size="sm">
                      {experiment.name}
                    </Anchor>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        );
      }}
    </Answer>
  );
}
