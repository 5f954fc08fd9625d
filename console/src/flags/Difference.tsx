import { VisuallyHidden } from '@mantine/core';
import type { DiffLine } from './lineDiff';

const marks = { same: ' ', removed: '−', added: '+', skipped: '⋯' };
const said = { same: '', removed: 'Taken out: ', added: 'Put in: ', skipped: '' };

/** Lines taken out and put in, marked by a sign each; the colour only repeats it. */
export function Difference({ lines, label }: { lines: readonly DiffLine[]; label: string }) {
  return (
    <div className="json diff" tabIndex={0} role="region" aria-label={label}>
      {lines.map((line, index) => (
        <div key={index} className={`diff-line diff-${line.kind}`}>
          <span className="diff-mark" aria-hidden="true">
            {marks[line.kind]}
          </span>
          {said[line.kind] !== '' && <VisuallyHidden>{said[line.kind]}</VisuallyHidden>}
          <span>{line.text}</span>
        </div>
      ))}
    </div>
  );
}
