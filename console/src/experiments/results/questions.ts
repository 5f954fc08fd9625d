import type { ExperimentState } from '#graphql';

/** Where an answer is on the page. */
export type Place = 'split' | 'effects' | 'certainty' | 'harm' | 'ending';

export interface Questions {
  readonly subject: string;
  readonly split: string;
  readonly effects: string;
  readonly certainty: string;
  readonly harm: string;
  readonly ending: string;
}

const running: Questions = {
  subject: 'What is being tested, and on whom?',
  split: 'Is the split healthy?',
  effects: 'What does it change?',
  certainty: 'How sure are we?',
  harm: 'Is anything being harmed?',
  ending: 'What happens if I stop it now?',
};

const over: Questions = {
  subject: 'What was tested, and on whom?',
  split: 'Was the split healthy?',
  effects: 'What did it change?',
  certainty: 'How sure are we?',
  harm: 'Was anything harmed?',
  ending: 'What was decided?',
};

/** The six questions in the tense of the experiment's state. */
export function questionsOf(state: ExperimentState): Questions {
  if (state === 'DRAFT') return { ...running, subject: 'What would be tested, and on whom?' };
  return state === 'RUNNING' ? running : over;
}
