import type { ExperimentUnit } from '#graphql';
import { count, counted } from '../../common/format';
import { unitNames } from '../summary';
import { effectOf } from './effects';
import type { Answered, ArmResult, Results } from './types';
import { chance, inSentence, oddsOf, pValueText, quoted, size, titleOf } from './words';

/** How far the primary metric can be relied on. */
export function certaintyAnswer(results: Results, control: string, unit: ExperimentUnit): Answered {
  if (results.sampleRatio.mismatch) return { tone: 'bad', short: 'not at all', text: 'Not at all: the split is broken, so nothing here can be relied on.' };
  const primary = results.metrics[0];
  const arms = primary?.arms.filter((arm) => arm.variant !== control) ?? [];
  const decided = arms.filter((arm) => arm.significant);
  if (primary === undefined || arms.every((arm) => arm.lift === null)) return { tone: 'plain', short: 'too early', text: 'Not at all: there is too little to compare.' };
  const name = inSentence(titleOf(primary.metric, unit));
  if (decided.length === 0) return { tone: 'plain', short: 'not sure', text: `Not sure: by ${name}, which decides, the difference may be chance.` };
  const better = decided.filter((arm) => effectOf(arm, primary.metric.higherIsBetter) === 'better');
  const text = decided
    .map((arm) => `by ${name}, which decides, ${quoted(arm.variant)} is ${better.includes(arm) ? 'better' : 'worse'} than ${quoted(control)} beyond reasonable doubt`)
    .join('; ');
  return { tone: better.length === decided.length ? 'good' : 'bad', short: 'sure', text: `Sure: ${text}.` };
}

/** Chance to win and p-value of one arm, each with what it means. */
export function evidenceOf(arm: ArmResult, results: Results, several: boolean): string[] {
  const sentences: string[] = [];
  if (arm.chanceToWin !== null) {
    sentences.push(
      results.method === 'ALWAYS_VALID'
        ? `${quoted(arm.variant)} is the better one with a chance of ${chance(arm.chanceToWin)}.`
        : `${quoted(arm.variant)} came out better than in ${chance(arm.chanceToWin)} of the ways in which the arms could have been drawn.`,
    );
  }
  if (arm.expectedLoss !== null) sentences.push(`Choosing ${quoted(arm.variant)} now risks ${arm.expectedLoss < 0.001 ? 'less than 0.1%' : size(arm.expectedLoss)} on average, in case it is the worse one after all.`);
  const pValue = arm.adjustedPValue ?? arm.pValue;
  if (pValue !== null) {
    sentences.push(`If ${quoted(arm.variant)} changed nothing, a difference like this would come ${oddsOf(pValue)} (${pValueText(pValue)}${several ? ', adjusted for the number of arms' : ''}); rarer than once in 20 counts as real.`);
  }
  return sentences;
}

const methods: Record<Results['method'], string> = {
  ALWAYS_VALID: 'The intervals hold however often somebody looks: they may be read every day, and the experiment may be stopped at any time.',
  EXACT_RANDOMIZATION: 'Units are few, so the p-value is exact: every way in which the arms could have been drawn was gone through, and it is the share of those that differ at least as much.',
  SAMPLED_RANDOMIZATION: 'Units are few, so the p-value is by randomization: of the ways in which the arms could have been drawn a large sample was gone through, and it is the share of those that differ at least as much.',
};

export function methodSentence({ method, smallestPValue }: Results): string {
  return smallestPValue === null ? methods[method] : `${methods[method]} The smallest that this design can give is ${pValueText(smallestPValue).slice(4)}.`;
}

interface Plan {
  readonly unitsPerArm: number;
  readonly days: number | null;
}

/** The sample so far beside what an effect of that size needs. */
export function progressSentence(plan: Plan, effect: number, smallestArm: number, unit: ExperimentUnit, over = false): string {
  const units = unitNames[unit].many;
  const needed = `An effect of ${size(effect)} needs ${count(plan.unitsPerArm)} ${units} in each arm`;
  const has = `the smallest arm ${over ? 'had' : 'has'} ${count(smallestArm)}`;
  if (smallestArm >= plan.unitsPerArm) return `${needed}; ${has}, so it would have shown.`;
  const share = Math.floor((100 * smallestArm) / plan.unitsPerArm);
  const part = `${needed}; ${has}, which is ${share < 1 ? 'less than 1' : share}% of that`;
  if (over) return `${part}.`;
  return plan.days === null ? `${part}, and there are no more to come.` : `${part}; at the present rate that takes ${counted(plan.days, 'day')} in all.`;
}
