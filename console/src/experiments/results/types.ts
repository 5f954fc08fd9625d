import type { ExperimentResultsQuery } from '#graphql';

export type ReadExperiment = NonNullable<ExperimentResultsQuery['experiment']>;
export type Results = NonNullable<ReadExperiment['results']>;
export type MetricResult = Results['metrics'][number];
export type Metric = MetricResult['metric'];
export type ArmResult = MetricResult['arms'][number];
export type TimelinePoint = MetricResult['timeline'][number];
export type Guardrail = ReadExperiment['guardrails'][number];
export type Layer = NonNullable<ReadExperiment['layer']>;

/** How an answer is meant, apart from its words. */
export type Tone = 'good' | 'bad' | 'warning' | 'plain';

export interface Answered {
  readonly tone: Tone;
  /** In a word or two. */
  readonly short: string;
  readonly text: string;
}

/** The arms that are compared with control. */
export function treatmentsOf(arms: readonly { variant: string; control: boolean }[]): string[] {
  return arms.filter((arm) => !arm.control).map((arm) => arm.variant);
}

export function controlOf(arms: readonly { variant: string; control: boolean }[]): string {
  return arms.find((arm) => arm.control)?.variant ?? '';
}
