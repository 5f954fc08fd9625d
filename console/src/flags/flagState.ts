import { unitNames } from '../experiments/summary';
import type { FlagDetailsFragment } from '#graphql';
import { anyUnits, type Serving, servings, type UnitWords } from './serving';

export function flagState(flag: { enabled: boolean; archived: boolean }): 'ARCHIVED' | 'ON' | 'OFF' {
  if (flag.archived) return 'ARCHIVED';
  return flag.enabled ? 'ON' : 'OFF';
}

/** What its latest experiment was about; a flag alone does not say what it decides for. */
export function unitsOf(flag: FlagDetailsFragment): UnitWords {
  const unit = flag.experiments[0]?.unit;
  return unit === undefined ? anyUnits : unitNames[unit];
}

export function served(flag: FlagDetailsFragment): Serving[] {
  return servings(flag.definition, flag.enabled && !flag.archived, unitsOf(flag));
}

export function runningOn(flag: FlagDetailsFragment) {
  return flag.experiments.find((experiment) => experiment.state === 'RUNNING');
}
