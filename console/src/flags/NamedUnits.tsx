import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { FlagDetailsFragment } from '#graphql';
import { count } from '../common/format';
import type { NamedUnits as Named } from './serving';

const most = 20;

/** Whoever the definition names, experiments' overrides and drawn units among them. */
export function NamedUnits({ named, flag }: { named: readonly Named[]; flag: FlagDetailsFragment }) {
  const live = flag.experiments.filter((experiment) => experiment.state === 'RUNNING' || experiment.state === 'DRAFT');
  return (
    <>
      <table className="data-table stacking" aria-label="Decided by name">
        <thead>
          <tr>
            <th scope="col">Variant</th>
            <th scope="col" className="number">
              How many
            </th>
            <th scope="col">Which</th>
          </tr>
        </thead>
        <tbody>
          {named.map(({ variant, names }) => (
            <tr key={variant}>
              <td data-label="Variant">
                <b style={{ whiteSpace: 'nowrap' }}>{variant}</b>
              </td>
              <td data-label="How many" className="number">
                {count(names.length)}
              </td>
              <td data-label="Which" className="mono">
                {names.slice(0, most).join(', ')}
                {names.length > most && ` and ${count(names.length - most)} more`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {live.length > 0 && (
        <Text size="sm" c="dimmed">
          What an experiment draws or overrides is among them; overrides are set and lifted on its page:{' '}
          {live.map((experiment, index) => (
            <span key={experiment.id}>
              {index > 0 && ', '}
              <Anchor component={Link} to={`/experiments/${experiment.key}`} size="sm">
                {experiment.name}
              </Anchor>
            </span>
          ))}
          .
        </Text>
      )}
    </>
  );
}
