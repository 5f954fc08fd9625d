import { Text, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { Panel } from '../../common/Panel';
import type { Place } from './questions';
import type { Answered, Tone } from './types';

const marks: Record<Tone, { sign: string; word: string } | null> = {
  good: { sign: '✓', word: 'Good' },
  bad: { sign: '!', word: 'Bad news' },
  warning: { sign: '!', word: 'Take care' },
  plain: null,
};

/** A question of whoever decides; its answer is the first thing below it. */
export function Question({ place, title, answer, children }: { place: Place; title: string; answer: Answered; children?: ReactNode }) {
  return (
    <div id={place} className="place">
      <Panel title={title}>
        <p className={`answer tone-${answer.tone}`}>
          <Mark tone={answer.tone} />
          <span>{answer.text}</span>
        </p>
        {children}
      </Panel>
    </div>
  );
}

/** A sign whose shape says as much as its colour. */
export function Mark({ tone }: { tone: Tone }) {
  const mark = marks[tone];
  if (mark === null) return null;
  return (
    <>
      <span className="answer-mark" aria-hidden="true">
        {mark.sign}
      </span>
      <VisuallyHidden>{mark.word}: </VisuallyHidden>
    </>
  );
}

/** A table that says what a chart shows. */
export function Behind({ label, children }: { label: string; children: ReactNode }) {
  return (
    <details className="behind">
      <Text component="summary" size="sm">
        {label}
      </Text>
      {children}
    </details>
  );
}
