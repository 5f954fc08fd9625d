// Changes of a document's text, which mostly are no GraphQL any more.
const pieces = [
  '{', '}', '(', ')', '[', ']', '!', '$', '&', '...', '..', ':', '=', '@', '|', '"', '"""', '\\', '\\u12', '"\\u{110000}"', '"\\uD83D"', '"\\x"', '#', '# comment\n', '\n', '\r\n', ',', '.', '-', '0', '01', '1e',
  '1.', '.5', '1a', '0x1', '+1', 'query', 'fragment', 'on', 'true', 'null', 'extend', 'type', '\uFEFF', '\u0000', '\u0007', '\u00A0', 'é', '😀', '%', '`', "'", '~', '""', '""""', '"a\nb"', '$a', '@a', '...on', ' ',
];

const tokenOf = /"""(?:\\"""|[^"]|"(?!""))*"""|"(?:\\.|[^"\\\n])*"|\.\.\.|\w+|\s+|#[^\n]*|./gsu;

const changes = [
  (text, random) => { const all = [...text]; all.splice(random.below(all.length), 1); return all.join(''); },
  (text, random) => { const all = [...text]; all.splice(random.below(all.length), 1 + random.below(12)); return all.join(''); },
  (text, random) => { const all = [...text]; all.splice(random.below(all.length + 1), 0, random.pick(pieces)); return all.join(''); },
  (text, random) => { const all = [...text]; return all.slice(0, random.below(all.length)).join(''); },
  (text, random) => { const all = text.match(tokenOf); all.splice(random.below(all.length), 1); return all.join(''); },
  (text, random) => { const all = text.match(tokenOf); const at = random.below(all.length); all.splice(at, 0, all[at]); return all.join(''); },
  (text, random) => { const all = text.match(tokenOf); all[random.below(all.length)] = random.pick(pieces); return all.join(''); },
  (text, random) => { const all = text.match(tokenOf); all.splice(random.below(all.length), 0, random.pick(all)); return all.join(''); },
  (text, random) => {
    const all = text.match(tokenOf);
    const [first, second] = [random.below(all.length), random.below(all.length)];
    [all[first], all[second]] = [all[second], all[first]];
    return all.join('');
  },
];

export const mutateText = (text, random) => (text === '' ? '{' : random.pick(changes)(text, random));
