import { Text } from '@mantine/core';
import { count } from '../common/format';
import type { NamedUnits as Named } from './serving';

const most = 20;

/** Whoever the definition names, experiments' overrides and drawn units among them. */
export function NamedUnits({ named }: { named: readonly Named[] }) {
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
      <Text size="sm" c="dimmed">
        Units that an experiment has drawn or forced into an arm are among them.
      </Text>
    </>
  );
}
