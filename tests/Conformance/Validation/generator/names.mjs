/** A name with a slip of the finger in it. */
export function misspelt(name, random) {
  const at = random.below(name.length);
  const letter = random.pick([...'aeinrstXY_1']);
  const slips = [
    () => name.slice(0, at) + name.slice(at + 1),
    () => name.slice(0, at) + letter + name.slice(at),
    () => name.slice(0, at) + letter + name.slice(at + 1),
    () => name.slice(0, at) + (name[at + 1] ?? '') + name[at] + name.slice(at + 2),
    () => `${name}s`,
    () => name.toUpperCase(),
    () => name[0].toUpperCase() + name.slice(1),
    () => 'somethingElse',
  ];
  const slip = random.pick(slips)();
  return /^[_A-Za-z]\w*$/.test(slip) ? slip : 'x';
}
