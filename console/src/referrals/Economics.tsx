import { Text } from '@mantine/core';
import { count, money } from '../common/format';
import { Panel } from '../common/Panel';
import type { ProgramFigures } from './Funnel';

/** What the same sign-ups have cost, and what they paid the platform. */
export function Economics({ programs }: { programs: readonly ProgramFigures[] }) {
  return (
    <Panel title="What it cost and what it brought">
      <table className="data-table stacking" aria-label="What it cost and what it brought">
        <thead>
          <tr>
            <th scope="col">Program</th>
            {columns.map(({ name }) => (
              <th key={name} scope="col" className="number tight">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {programs.map((figures) => (
            <tr key={figures.program.key}>
              <td data-label="Program">{figures.program.name}</td>
              {columns.map(({ name, of }) => (
                <td key={name} data-label={name} className="number tight">
                  {of(figures)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Text size="sm" c="dimmed" maw="75ch">
        Cost is cash that was paid or is on hold, and what the Connects would cost to buy today. Revenue is what the referred accounts have paid the platform since they signed up: it came by them, which does not say that it would not have come without.
      </Text>
    </Panel>
  );
}

const nothing = '—';

const columns: readonly { name: string; of: (figures: ProgramFigures) => string }[] = [
  { name: 'Cash paid', of: ({ cashPaid }) => money(cashPaid) },
  { name: 'On hold', of: ({ cashOnHold }) => money(cashOnHold) },
  { name: 'Connects given', of: ({ connectsGiven }) => count(connectsGiven) },
  { name: 'Cost', of: ({ cost }) => money(cost) },
  { name: 'Cost per qualified', of: ({ costPerQualified }) => (costPerQualified === null ? nothing : money(costPerQualified)) },
  { name: 'Revenue', of: ({ revenue }) => money(revenue) },
  { name: 'Revenue per sign-up', of: ({ revenuePerSignUp }) => (revenuePerSignUp === null ? nothing : money(revenuePerSignUp)) },
];
