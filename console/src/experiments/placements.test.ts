import { describe, expect, it } from 'vitest';
import { placements } from './placements';

describe('who is placed by name', () => {
  it('is read from the allocation of the definition, rules of one variant together', () => {
    const definition = {
      allocation: {
        user: [
          { variant: 'doubled', users: ['legal'] },
          { variant: 'standard', users: ['writing', 'translation'] },
          { variant: 'doubled', users: ['it-networking'] },
        ],
      },
    };
    expect(placements(definition)).toEqual([
      { variant: 'doubled', units: ['legal', 'it-networking'] },
      { variant: 'standard', units: ['writing', 'translation'] },
    ]);
  });

  it('is decided by the first rule that names somebody', () => {
    const user = [
      { variant: 'standard', users: ['legal'] },
      { variant: 'doubled', users: ['legal', 'writing'] },
    ];
    expect(placements({ allocation: { user } })).toEqual([
      { variant: 'standard', units: ['legal'] },
      { variant: 'doubled', units: ['writing'] },
    ]);
  });

  it('is nobody where the definition names nobody', () => {
    for (const definition of [null, {}, { allocation: {} }, { allocation: { user: [{ variant: 1, users: 'x' }] } }]) expect(placements(definition)).toEqual([]);
  });
});
