import type { ExperimentUnit } from '#graphql';
import { certaintyAnswer } from './certainty';
import { mainEffect } from './effects';
import { harmAnswer, watchedOf } from './harm';
import { Mark } from './Question';
import type { Place, Questions } from './questions';
import { splitAnswer } from './split';
import type { Answered, Guardrail, Results } from './types';
import { capital } from './words';

interface Shown {
  titles: Questions;
  results: Results;
  guardrails: readonly Guardrail[];
  control: string;
  treatments: readonly string[];
  unit: ExperimentUnit;
}

/** The answers in a word or two each, and the way to them. */
export function InShort({ titles, results, guardrails, control, treatments, unit }: Shown) {
  const { metrics, sampleRatio } = results;
  const harm = harmAnswer(watchedOf(guardrails, metrics, treatments), metrics, control, unit, sampleRatio.mismatch);
  return (
    <nav aria-label="Answers in short">
      <ul className="plain-list in-short">
        <Item place="split" title={titles.split} answer={splitAnswer(sampleRatio, unit)} />
        <Item place="effects" title={titles.effects} answer={mainEffect(metrics, control, unit, sampleRatio.mismatch)} />
        <Item place="certainty" title={titles.certainty} answer={certaintyAnswer(results, control, unit)} />
        <Item place="harm" title={titles.harm} answer={harm} />
      </ul>
    </nav>
  );
}

function Item({ place, title, answer }: { place: Place; title: string; answer: Answered }) {
  return (
    <li>
      <a href={`#${place}`} className={`surface tone-${answer.tone}`}>
        <span className="in-short-title">{title}</span>
        <span className="in-short-answer">
          <Mark tone={answer.tone} />
          {capital(answer.short)}
        </span>
      </a>
    </li>
  );
}
