import { describe, expect, it } from 'vitest';
import { actionName, changesOf } from './changes';

describe('the changes of an audit entry', () => {
  it('are the fields that differ, in words', () => {
    const before = { id: 1, key: 'a', state: 'DRAFT', startedAt: null, traffic: 100, version: 1 };
    const after = { ...before, state: 'RUNNING', startedAt: '2026-11-20T19:30:00+00:00', version: 2 };
    expect(changesOf(before, after)).toEqual([
      { field: 'state', label: 'State', before: 'Draft', after: 'Running' },
      { field: 'startedAt', label: 'Started', before: '—', after: '20 Nov 2026, 19:30 UTC' },
    ]);
  });

  it('show arms with their weights', () => {
    const arms = [
      { variant: 'standard', weight: 50, control: true },
      { variant: 'doubled', weight: 50.0, control: false },
    ];
    expect(changesOf(null, { arms })).toEqual([{ field: 'arms', label: 'Arms', before: '—', after: 'standard 50% (control), doubled 50%' }]);
  });

  it('leave out what is empty on both sides', () => {
    expect(changesOf(null, { layerKey: null, guardrails: [], secondaryMetrics: ['proposals'] }).map((change) => change.field)).toEqual(['secondaryMetrics']);
  });

  it('notice a change within a value', () => {
    expect(changesOf({ audience: { country: 'US' } }, { audience: { country: 'DE' } })).toEqual([
      { field: 'audience', label: 'Audience', before: '{"country":"US"}', after: '{"country":"DE"}' },
    ]);
  });
});

describe('the name of an action', () => {
  it('is its last word', () => {
    expect(actionName('experiment.started')).toBe('Started');
    expect(actionName('experiment.traffic-changed')).toBe('Traffic changed');
    expect(actionName('experiment.trafficChanged')).toBe('Traffic changed');
  });
});
