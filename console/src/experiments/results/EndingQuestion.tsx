import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import type { ExperimentDetailsFragment } from '#graphql';
import { moment } from '../../common/format';
import { Preview } from '../changes/Preview';
import { useAuditLog } from '../useAuditLog';
import { Question } from './Question';
import { defaultOf, fallbackSentence, promisesSentence, recordSentence, switchingSentence } from './stopping';
import type { Results } from './types';
import { quoted } from './words';

interface Shown {
  title: string;
  experiment: ExperimentDetailsFragment;
  results: Results | null;
}

/** Question six while it runs: what a stop would do. */
export function IfStopped({ title, experiment, results }: Shown) {
  const [counting, setCounting] = useState(false);
  const moved = switchingSentence(experiment, results);
  return (
    <Question place="ending" title={title} answer={{ tone: 'plain', short: '', text: fallbackSentence(experiment) }}>
      <Text maw="80ch">
        {moved !== null && `${moved} `}
        {promisesSentence} {recordSentence}
      </Text>
      {/* Played in the database and taken back, which is too much to do for whoever opens the page. */}
      {counting ? (
        <Preview experiment={experiment} action="STOP" />
      ) : (
        <Button variant="default" size="xs" onClick={() => setCounting(true)} style={{ alignSelf: 'flex-start' }}>
          Count who would fall back
        </Button>
      )}
    </Question>
  );
}

/** Question six when it is over: what was decided, by whom and why. */
export function Decided({ title, experiment }: Pick<Shown, 'title' | 'experiment'>) {
  const log = useAuditLog(experiment.key);
  const entries = log.data?.pages.flatMap((page) => page.experiment?.auditLog.nodes ?? []) ?? [];
  const end = entries.find((entry) => /\.(stopped|rolledOut)$/.test(entry.action));
  const standard = defaultOf(experiment.flag.definition).enabled;
  const rolledOut = experiment.state === 'ROLLED_OUT' || (end?.action.endsWith('.rolledOut') ?? false);
  const what = rolledOut
    ? `One variant was rolled out to everybody: ${standard === null ? 'it is the flag’s default' : `the flag’s default is ${quoted(standard)} now`}.`
    : `It was stopped; ${standard === null ? 'everybody sees what the flag says by itself' : `the flag’s default is ${quoted(standard)} now`}. No variant was rolled out.`;
  return (
    <Question place="ending" title={title} answer={{ tone: 'plain', short: '', text: what }}>
      {end !== undefined && (
        <>
          <Text size="sm" c="dimmed">
            {moment(end.at)} by <span className="mono">{end.actor}</span>
          </Text>
          {end.reason !== null && end.reason !== '' && (
            <Text component="blockquote" className="quote">
              {end.reason}
            </Text>
          )}
        </>
      )}
      <Text maw="80ch">{promisesSentence}</Text>
    </Question>
  );
}
