import type { ExperimentHealthQuery } from '#graphql';
import { counted } from '../common/format';

export type HealthFigures = ExperimentHealthQuery['experiments']['nodes'][number];

export interface Health {
  readonly tone: 'good' | 'warning' | 'bad' | 'quiet';
  readonly mark: string;
  readonly text: string;
}

/** Whether a running experiment can be trusted and harms nothing, the worst first. */
export function healthOf({ results, guardrails }: Pick<HealthFigures, 'results' | 'guardrails'>): Health {
  const breached = guardrails.filter((guardrail) => guardrail.breached).map((guardrail) => `“${guardrail.metric.name}”`);
  if (breached.length > 0) return { tone: 'bad', mark: '✕', text: `Harm: ${breached.join(' and ')} passed ${breached.length === 1 ? 'its limit' : 'their limits'}` };
  if (results?.sampleRatio.mismatch) return { tone: 'bad', mark: '✕', text: 'The split is not as planned: its figures are not to be trusted' };
  const guarded = guardrails.length === 0 ? 'nothing is guarded' : `${counted(guardrails.length, 'guardrail')}, none broken beyond doubt`;
  const units = results?.sampleRatio.arms.reduce((sum, arm) => sum + arm.units, 0) ?? 0;
  if (results === null || units === 0) return { tone: 'quiet', mark: '○', text: `Nothing to count yet; ${guarded}` };
  if (results.unitsInSeveralArms > 0) return { tone: 'warning', mark: '!', text: `${counted(results.unitsInSeveralArms, 'unit')} seen in several arms and left out; split as planned; ${guarded}` };
  return { tone: 'good', mark: '✓', text: `Healthy: split as planned; ${guarded}` };
}
