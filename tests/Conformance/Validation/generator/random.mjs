// Numbers that follow from a seed alone (mulberry32), so that a document can be made again.
export function randomOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit) => Math.floor(next() * limit);
  return {
    below,
    chance: (share) => next() < share,
    pick: (items) => items[below(items.length)],
    /** A number of different items, in their order. */
    some: (items, count) => {
      const indices = items.map((_, index) => index);
      while (indices.length > count) indices.splice(below(indices.length), 1);
      return indices.map((index) => items[index]);
    },
  };
}
