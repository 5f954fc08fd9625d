import { describe, expect, it } from 'vitest';
import { flagEntryChanges, inOrderOf } from './history';

const flag = {
  enabled: true,
  archived: false,
  description: 'Which',
  version: 1,
  definition: { id: 'x', enabled: true, description: 'Which', allocation: { seed: 'x', percentile: [{ to: 50 }] } },
};

describe('what an entry about a flag changed', () => {
  it('is the switch alone when only that was turned', () => {
    const after = { ...flag, enabled: false, version: 2, definition: { ...flag.definition, enabled: false } };
    expect(flagEntryChanges(flag, after)).toEqual({ fields: [{ label: 'Switch', before: 'on', after: 'off' }], definition: [] });
  });

  it('is the lines of the definition that differ', () => {
    const after = { ...flag, definition: { ...flag.definition, allocation: { percentile: [{ to: 60 }], seed: 'x' } } };
    const { fields, definition } = flagEntryChanges(flag, after);
    expect(fields).toEqual([]);
    expect(definition.filter((line) => line.kind === 'removed' || line.kind === 'added').map((line) => line.text.trim())).toEqual(['"to": 50', '"to": 60']);
  });

  it('is nothing where an entry tells of nothing', () => {
    expect(flagEntryChanges(null, null)).toEqual({ fields: [], definition: [] });
  });
});

describe('the order of members', () => {
  it('follows the model, and new members come last', () => {
    expect(JSON.stringify(inOrderOf({ new: 1, b: [{ y: 1, x: 2 }], a: 3 }, { a: 0, b: [{ x: 0, y: 0 }], gone: 0 }))).toBe('{"a":3,"b":[{"x":2,"y":1}],"new":1}');
  });

  it('leaves what is no object as it is', () => {
    expect(inOrderOf([1, null, 'a'], { a: 1 })).toEqual([1, null, 'a']);
  });
});
