import { describe, expect, it } from 'vitest';
import { type HealthFigures, healthOf } from './health';

const results: NonNullable<HealthFigures['results']> = { computedAt: '2026-11-20T00:00:00Z', unitsInSeveralArms: 0, sampleRatio: { mismatch: false, arms: [{ units: 50 }, { units: 48 }] } };
const hires = { breached: false, metric: { name: 'Hires' } };

describe('the health of an experiment', () => {
  it('is good when the split is as planned and no limit was passed', () => {
    expect(healthOf({ results, guardrails: [hires] })).toEqual({ tone: 'good', mark: '✓', text: 'Healthy: split as planned; 1 guardrail, none broken beyond doubt' });
    expect(healthOf({ results, guardrails: [] }).text).toContain('nothing is guarded');
  });

  it('is bad when a guardrail was passed or the split is off, and says the harm first', () => {
    const off = { ...results, sampleRatio: { ...results.sampleRatio, mismatch: true } };
    expect(healthOf({ results: off, guardrails: [hires] }).text).toContain('not as planned');
    expect(healthOf({ results: off, guardrails: [{ ...hires, breached: true }] }).text).toBe('Harm: “Hires” passed its limit');
  });

  it('says when there is nothing to count yet, and of units in several arms', () => {
    expect(healthOf({ results: null, guardrails: [hires] })).toMatchObject({ tone: 'quiet', text: expect.stringContaining('Nothing to count yet') });
    expect(healthOf({ results: { ...results, sampleRatio: { mismatch: false, arms: [{ units: 0 }] } }, guardrails: [] }).mark).toBe('○');
    expect(healthOf({ results: { ...results, unitsInSeveralArms: 2 }, guardrails: [] })).toMatchObject({ tone: 'warning', text: expect.stringContaining('2 units') });
  });
});
