import type { QueryClient } from '@tanstack/react-query';

const shown = ['Experiment', 'ExperimentForEdit', 'ExperimentAuditLog', 'ExperimentList', 'ExperimentOverrides', 'ExperimentChoices', 'UnitNow', 'ExperimentExplanation', 'Flag', 'FlagList'];

/** Figures may have to be computed first, for which nobody waits. */
const figures = ['ExperimentResults', 'ExperimentHealth'];

/** An experiment was changed: what pages have shown of it and of its flag is read again. */
export function changed(client: QueryClient): Promise<unknown> {
  const again = (name: string) => client.invalidateQueries({ queryKey: [name] });
  for (const name of figures) void again(name);
  return Promise.all(shown.map(again));
}
