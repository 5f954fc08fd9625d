import type { ArmResult, Guardrail, Metric, MetricResult, Results } from './types';

// What tests of sentences start from.
export const spent: Metric = { key: 'connects-spent', name: 'Connects spent', kind: 'MEAN', higherIsBetter: true };
export const perJob: Metric = { key: 'proposals-per-job', name: 'Proposals per job', kind: 'RATIO', higherIsBetter: true };
export const paid: Metric = { key: 'rewards-paid', name: 'Connects paid for interviews', kind: 'MEAN', higherIsBetter: false };

export const control: ArmResult = {
  variant: 'standard',
  units: 100,
  mean: 10,
  lift: null,
  lower: null,
  upper: null,
  pValue: null,
  adjustedPValue: null,
  chanceToWin: null,
  expectedLoss: null,
  significant: false,
};

export const treated = (change: Partial<ArmResult>): ArmResult => ({ ...control, variant: 'doubled', mean: 12, ...change });

export const better = treated({ lift: 0.2, lower: 0.05, upper: 0.36, pValue: 0.012, adjustedPValue: 0.012, chanceToWin: 0.994, expectedLoss: 0.0004, significant: true });
export const worse = treated({ lift: -0.2, lower: -0.31, upper: -0.08, pValue: 0.012, adjustedPValue: 0.012, chanceToWin: 0.006, expectedLoss: 0.2, significant: true });
export const open = treated({ lift: 0.04, lower: -0.06, upper: 0.154, pValue: 0.4, adjustedPValue: 0.4, chanceToWin: 0.8, expectedLoss: 0.01 });

export const result = (metric: Metric, arm: ArmResult): MetricResult => ({ metric, arms: [control, arm], timeline: [] });

export const results = (metrics: readonly MetricResult[], change: Partial<Results> = {}): Results => ({
  computedAt: '2026-11-20T09:00:00Z',
  method: 'ALWAYS_VALID',
  smallestPValue: null,
  unitsInSeveralArms: 0,
  warnings: [],
  sampleRatio: { pValue: 0.62, mismatch: false, arms: [{ variant: 'standard', units: 52, expected: 50 }, { variant: 'doubled', units: 48, expected: 50 }] },
  metrics: [...metrics],
  ...change,
});

export const guardrail = (metric: Metric, maximumHarm: string, change: Partial<Guardrail> = {}): Guardrail => ({
  metric,
  maximumHarm,
  stopsExperiment: false,
  breached: false,
  breaches: [],
  ...change,
});
