import { describe, expect, it } from 'vitest';
import { type DiffLine, lineDiff } from './lineDiff';

const marks: Record<DiffLine['kind'], string> = { same: ' ', removed: '-', added: '+', skipped: '…' };

function drawn(before: string, after: string): string[] {
  return lineDiff(before.split('').join('\n'), after.split('').join('\n')).map((line) => marks[line.kind] + line.text);
}

describe('the comparison of two texts', () => {
  it('is empty for texts that are alike', () => {
    expect(lineDiff('a\nb', 'a\nb')).toEqual([]);
  });

  it.each([
    ['abc', 'abc', []],
    ['abc', 'axc', [' a', '-b', '+x', ' c']],
    ['abc', 'ac', [' a', '-b', ' c']],
    ['ac', 'abc', [' a', '+b', ' c']],
    ['ab', 'abcd', [' a', ' b', '+c', '+d']],
    ['cdab', 'ab', ['-c', '-d', ' a', ' b']],
    ['abcabba', 'cbabac', ['-a', '-b', ' c', '+b', ' a', ' b', '-b', ' a', '+c']],
  ])('of %s and %s keeps what can be kept', (before, after, lines) => {
    expect(drawn(before, after)).toEqual(lines);
  });

  it('leaves out what is far from a change, but no single line', () => {
    expect(drawn('0123456789', '012345678x')).toEqual(['…7 unchanged lines', ' 7', ' 8', '-9', '+x']);
    expect(drawn('0123456789', 'x123x56789')).toEqual(['-0', '+x', ' 1', ' 2', ' 3', '-4', '+x', ' 5', ' 6', '…3 unchanged lines']);
    expect(drawn('01234567', 'x12345x7')).toEqual(['-0', '+x', ' 1', ' 2', ' 3', ' 4', ' 5', '-6', '+x', ' 7']);
  });

  it('always leads from the one text to the other', () => {
    for (let seed = 1; seed < 300; seed++) {
      const [before, after] = [letters(seed), letters(seed * 7919)];
      const lines = drawn(before, after).filter((line) => !line.startsWith('…'));
      if (lines.length === drawn(before, after).length && before !== after) {
        expect(lines.filter((line) => !line.startsWith('+')).map((line) => line.slice(1)).join('')).toBe(before);
        expect(lines.filter((line) => !line.startsWith('-')).map((line) => line.slice(1)).join('')).toBe(after);
      }
    }
  });

  it('shows texts that have nothing in common whole', () => {
    const many = (letter: string) => Array.from({ length: 2_000 }, (_, line) => `${letter}${line}`).join('\n');
    const lines = lineDiff(many('a'), many('b'));
    expect(lines.slice(0, 2_000).every((line) => line.kind === 'removed')).toBe(true);
    expect(lines).toHaveLength(4_000);
  });
});

function letters(seed: number): string {
  let state = seed;
  return Array.from({ length: 3 + (seed % 12) }, () => 'abc'[(state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % 3]).join('');
}
