import { Text } from '@mantine/core';
import type { ExperimentUnit } from '#graphql';
import { count } from '../../common/format';
import { Notice } from '../../common/Notice';
import { armColor } from './armColor';
import { Question } from './Question';
import { crossedSentence, splitAnswer, whole } from './split';
import type { Results } from './types';

/** Question two: are the arms as large as planned? */
export function Split({ title, results, unit }: { title: string; results: Results; unit: ExperimentUnit }) {
  const { arms, mismatch } = results.sampleRatio;
  const crossed = crossedSentence(results.unitsInSeveralArms, unit);
  const most = Math.max(1, ...arms.flatMap((arm) => [arm.units, arm.expected]));
  return (
    <Question place="split" title={title} answer={splitAnswer(results.sampleRatio, unit)}>
      {mismatch && (
        <Notice tone="bad" title="The arms do not have the sizes that were planned">
          Find out what broke before anything is read from this experiment; most often one arm loses people before they are counted.
        </Notice>
      )}
      <table className="data-table stacking">
        <thead>
          <tr>
            <th scope="col">Arm</th>
            <th scope="col" className="number">
              Seen
            </th>
            <th scope="col" className="number">
              Planned
            </th>
            <th scope="col" className="wide" aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {arms.map((arm, index) => (
            <tr key={arm.variant}>
              <td data-label="Arm">
                <b>{arm.variant}</b>
              </td>
              <td data-label="Seen" className="number">
                {count(arm.units)}
              </td>
              <td data-label="Planned" className="number">
                {whole(arm.expected)}
              </td>
              <td className="wide drawn" aria-hidden="true">
                <div className="count-bar">
                  <span style={{ width: `${(100 * arm.units) / most}%`, background: armColor(index) }} />
                  <i style={{ left: `${(100 * arm.expected) / most}%` }} />
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {crossed !== null && <Text size="sm">{crossed}</Text>}
    </Question>
  );
}
