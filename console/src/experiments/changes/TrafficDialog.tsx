import { NumberInput, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { ChangeTrafficDocument } from '#graphql';
import { execute } from '../../api/client';
import { refusalsOf } from '../../api/refusals';
import { percent } from '../../common/format';
import { unitNames } from '../summary';
import { ChangeForm, type ChangeOf } from './ChangeForm';
import { Preview } from './Preview';

/** More traffic for what runs; any traffic for a draft. */
export function TrafficDialog(change: ChangeOf) {
  const { experiment } = change;
  const now = Number(experiment.traffic);
  const running = experiment.state === 'RUNNING';
  const [traffic, setTraffic] = useState<number | string>(running ? Math.min(100, Math.max(now * 2, 10)) : now);
  const [asked] = useDebouncedValue(traffic, 300);
  const given = traffic === '' ? null : Number(traffic);
  const grows = given !== null && given > now;
  const { many } = unitNames[experiment.unit];

  return (
    <ChangeForm
      {...change}
      title={running ? 'Let more in?' : 'Change the traffic of this draft?'}
      verb="grow"
      confirm={running ? 'Grow the traffic' : 'Change the traffic'}
      refused="Not changed"
      example="A week without a warning"
      possible={running || experiment.state === 'DRAFT'}
      missing={given === null}
      fields={['traffic']}
      send={async (input) => refusalsOf((await execute(ChangeTrafficDocument, { input: { ...input, traffic: String(given) } })).changeTraffic)}
    >
      {(refused) => (
        <>
          <Text>
            {running
              ? `${percent(now)} of its part of the ${many} is in use. Traffic only grows while it runs, so that nobody who is in it drops out or changes sides.`
              : `Nobody is in a draft: this is how much of its part of the ${many} a start will use.`}
          </Text>
          <NumberInput
            label="Traffic"
            description={running ? `More than ${percent(now)}, up to 100%.` : 'From 0% to 100%.'}
            suffix="%"
            min={0}
            max={100}
            clampBehavior="none"
            decimalScale={4}
            w={200}
            required
            value={traffic}
            onChange={setTraffic}
            error={refused.traffic ?? (running && given !== null && !grows ? `It is ${percent(now)} now, and only grows while it runs.` : null)}
          />
          {running && grows && asked !== '' && Number(asked) > now && <Preview experiment={experiment} action="CHANGE_TRAFFIC" traffic={String(asked)} />}
        </>
      )}
    </ChangeForm>
  );
}
