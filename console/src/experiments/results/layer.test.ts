import { describe, expect, it } from 'vitest';
import { slicesOf } from './layer';

const own = { key: 'own', name: 'Own', layerShare: '40', state: 'RUNNING' };
const other = { id: '2', key: 'other', name: 'Other', state: 'RUNNING', layerShare: '25', traffic: '100' } as const;

describe('a layer', () => {
  it('is this experiment’s slice, the slices of others that run, and what is free', () => {
    const layer = { key: 'prices', freeTraffic: '35', experiments: [other, { ...other, id: '3', key: 'gone', state: 'STOPPED' as const }, { ...other, id: '1', ...own, state: 'RUNNING' as const }] };
    const { slices, free, text } = slicesOf(own, layer);
    expect(slices.map((slice) => [slice.key, slice.share, slice.own])).toEqual([
      ['own', 40, true],
      ['other', 25, false],
    ]);
    expect(free).toBe(35);
    expect(text).toBe('It holds 40% of the layer “prices”: no unit is in two experiments of one layer. 1 other in it: Other (25%). 35% is free.');
  });

  it('says when what is free lies in pieces', () => {
    expect(slicesOf(own, { key: 'prices', freeTraffic: '20', experiments: [other] }).text).toContain('35% is free, 20% of it in one piece.');
  });

  it('is shown to a draft as it would be', () => {
    const draft = slicesOf({ ...own, state: 'DRAFT' }, { key: 'prices', freeTraffic: '75', experiments: [other] });
    expect(draft.slices.map((slice) => slice.key)).toEqual(['own', 'other']);
    expect(draft.text).toContain('It asks for 40% of the layer “prices”');
    expect(draft.text).toContain('35% would be free.');
    const full = slicesOf({ ...own, layerShare: '80', state: 'DRAFT' }, { key: 'prices', freeTraffic: '75', experiments: [other] });
    expect(full.slices.map((slice) => slice.key)).toEqual(['other']);
    expect(full.text).toContain('There is no room for it: 75% is free.');
  });

  it('may be the experiment’s own, and is told as it was when all is over', () => {
    expect(slicesOf(own, null).text).toBe('It holds 40% of a layer of its own: units in it may be in other experiments as well.');
    expect(slicesOf({ ...own, state: 'STOPPED' }, { key: 'prices', freeTraffic: '75', experiments: [other] })).toMatchObject({ free: 60, text: 'It held 40% of the layer “prices”.' });
  });
});
