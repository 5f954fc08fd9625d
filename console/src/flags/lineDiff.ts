export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added' | 'skipped';
  readonly text: string;
}

const context = 2;
// Two texts with more differences than this are shown whole: nobody reads such a comparison line by line.
const mostEdits = 400;

/** What became of the lines of a text, with some lines around each change and the rest left out. */
export function lineDiff(before: string, after: string): DiffLine[] {
  return fold(compare(before.split('\n'), after.split('\n')));
}

/** A thing as JSON for reading, a member a line. */
export function laidOut(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function compare(before: readonly string[], after: readonly string[]): DiffLine[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return [
    ...same(before.slice(0, head)),
    ...edits(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...same(before.slice(before.length - tail)),
  ];
}

// Myers, "An O(ND) difference algorithm and its variations" (1986): the furthest points on each diagonal, kept for the way back.
function edits(before: readonly string[], after: readonly string[]): DiffLine[] {
  const rounds: Map<number, number>[] = [];
  const most = Math.min(before.length + after.length, mostEdits);
  const furthest = new Map<number, number>([[1, 0]]);
  for (let round = 0; round <= most; round++) {
    rounds.push(new Map(furthest));
    for (let diagonal = -round; diagonal <= round; diagonal += 2) {
      let x = takesAdded(furthest, diagonal, round) ? furthest.get(diagonal + 1)! : furthest.get(diagonal - 1)! + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      furthest.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return wayBack(rounds, before, after);
    }
  }
  return [...before.map((text) => ({ kind: 'removed', text }) as const), ...after.map((text) => ({ kind: 'added', text }) as const)];
}

function wayBack(rounds: readonly Map<number, number>[], before: readonly string[], after: readonly string[]): DiffLine[] {
  const lines: DiffLine[] = [];
  let [x, y] = [before.length, after.length];
  for (let round = rounds.length - 1; round >= 0; round--) {
    const furthest = rounds[round]!;
    const added = takesAdded(furthest, x - y, round);
    const fromX = round === 0 ? 0 : furthest.get(x - y + (added ? 1 : -1))!;
    const fromY = round === 0 ? 0 : fromX - (x - y + (added ? 1 : -1));
    // A round is one edit and then what was equal behind it; backwards, the equal lines come first.
    const equal = Math.min(x - (added ? fromX : fromX + 1), y - (added ? fromY + 1 : fromY));
    for (let step = 1; step <= (round === 0 ? x : equal); step++) lines.push({ kind: 'same', text: before[x - step]! });
    if (round > 0) lines.push(added ? { kind: 'added', text: after[fromY]! } : { kind: 'removed', text: before[fromX]! });
    [x, y] = [fromX, fromY];
  }
  return lines.reverse();
}

function takesAdded(furthest: ReadonlyMap<number, number>, diagonal: number, round: number): boolean {
  return diagonal === -round || (diagonal !== round && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1));
}

function same(lines: readonly string[]): DiffLine[] {
  return lines.map((text) => ({ kind: 'same', text }));
}

function fold(lines: readonly DiffLine[]): DiffLine[] {
  const near = lines.map(() => false);
  lines.forEach((line, index) => {
    if (line.kind !== 'same') near.fill(true, Math.max(0, index - context), index + context + 1);
  });
  const shown: DiffLine[] = [];
  let skipped = 0;
  lines.forEach((line, index) => {
    // Leaving out one line saves none.
    if (!near[index] && !(near[index - 1] && near[index + 1])) skipped++;
    else {
      if (skipped > 0) shown.push(leftOut(skipped));
      skipped = 0;
      shown.push(line);
    }
  });
  if (skipped > 0 && shown.length > 0) shown.push(leftOut(skipped));
  return shown;
}

function leftOut(lines: number): DiffLine {
  return { kind: 'skipped', text: `${lines} unchanged ${lines === 1 ? 'line' : 'lines'}` };
}
