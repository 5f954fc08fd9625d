import { type RefObject, useImperativeHandle, useRef } from 'react';
import type { Place } from './jsonText';

export interface EditorHandle {
  /** Puts the cursor on a place and brings it into view. */
  goTo: (place: Place) => void;
}

interface Shown {
  value: string;
  change: (value: string) => void;
  label: string;
  /** The line at fault, and the id of the element that says why. */
  faulty: number | null;
  describedBy: string;
  ref: RefObject<EditorHandle | null>;
}

const lineHeight = 20;

/** A text with numbered lines. */
export function DefinitionEditor({ value, change, label, faulty, describedBy, ref }: Shown) {
  const text = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLPreElement>(null);
  const lines = value.split('\n').length;

  useImperativeHandle(ref, () => ({
    goTo: ({ line, from, to }) => {
      const end = value.indexOf('\n', from);
      text.current!.focus();
      text.current!.setSelectionRange(from, end === -1 ? to : Math.min(to, end));
      text.current!.scrollTop = Math.max(0, (line - 4) * lineHeight);
    },
  }));

  return (
    <div className="editor">
      <pre className="editor-lines" ref={numbers} aria-hidden="true">
        {numbered(1, faulty === null ? lines : faulty - 1)}
        {faulty !== null && <b>{faulty}</b>}
        {faulty !== null && numbered(faulty + 1, lines)}
      </pre>
      <textarea
        ref={text}
        className="editor-text"
        aria-label={label}
        aria-invalid={faulty !== null}
        aria-describedby={describedBy}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        wrap="off"
        value={value}
        onChange={(event) => change(event.currentTarget.value)}
        onScroll={(event) => {
          numbers.current!.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}

function numbered(from: number, to: number): string {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index).join('\n');
}
