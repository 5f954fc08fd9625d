import type { ExperimentUnit } from '#graphql';
import { count } from '../../common/format';
import { unitNames } from '../summary';
import type { Answered, Results } from './types';
import { listed, oddsOf, pValueText, quoted } from './words';

type Split = Results['sampleRatio'];

/** Whether the arms have the sizes that were planned, and whether that is chance. */
export function splitAnswer({ arms, mismatch, pValue }: Split, unit: ExperimentUnit): Answered {
  const total = arms.reduce((sum, arm) => sum + arm.units, 0);
  const units = unitNames[unit];
  if (total === 0) return { tone: 'plain', short: 'nobody yet', text: `Nothing to judge yet: no ${units.one} has met it.` };
  const seen = listed(arms.map((arm) => `${count(arm.units)} got ${quoted(arm.variant)}`));
  const planned = listed(arms.map((arm) => whole(arm.expected)));
  const who = `Of ${count(total)} ${total === 1 ? units.one : units.many}, ${seen}`;
  if (arms.every((arm) => Math.abs(arm.units - arm.expected) < 0.5)) return { tone: 'good', short: 'healthy', text: `Yes. ${who}, as planned.` };
  return mismatch
    ? { tone: 'bad', short: 'broken', text: `No. ${who}; planned were ${planned}. Chance alone does that ${oddsOf(pValue)} (${pValueText(pValue)}), so assignment or recording is broken and no figure below can be trusted.` }
    : { tone: 'good', short: 'healthy', text: `Yes. ${who}; planned were ${planned}. Chance alone strays that far ${oddsOf(pValue)} (${pValueText(pValue)}).` };
}

export function whole(expected: number): string {
  return count(Math.round(expected * 10) / 10);
}

/** Units that met more than one arm are part of nothing. */
export function crossedSentence(units: number, unit: ExperimentUnit): string | null {
  if (units === 0) return null;
  const names = unitNames[unit];
  return units === 1 ? `1 ${names.one} met more than one arm and is left out of every figure.` : `${count(units)} ${names.many} met more than one arm and are left out of every figure.`;
}
