import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { moment } from '../common/format';
import { Panel } from '../common/Panel';
import { useViewer } from '../shell/useViewer';
import { AdvanceClockDialog } from './AdvanceClockDialog';

/** The domain's time, and on a host that plays a marketplace the way to move it. */
export function ClockPanel({ movable, mayMove }: { movable: boolean; mayMove: boolean }) {
  const [moving, setMoving] = useState(false);
  const { now } = useViewer();
  return (
    <Panel
      title="The marketplace’s clock"
      aside={
        movable &&
        mayMove &&
        now !== undefined && (
          <Button size="xs" variant="default" onClick={() => setMoving(true)}>
            Move it forward
          </Button>
        )
      }
    >
      <Text>
        {now === undefined ? 'Jobs' : `It says ${moment(now)}. Jobs`} start by the real clock, and what a run does is as of this one: expiries, holds and prices go by it.
      </Text>
      <Text size="sm" c="dimmed">
        {!movable ? 'On this host it is the real time and cannot be moved.' : mayMove ? 'This host plays a marketplace: its clock can be moved forward.' : 'This host plays a marketplace: admins can move its clock forward.'}
      </Text>
      {moving && now !== undefined && <AdvanceClockDialog now={now} close={() => setMoving(false)} />}
    </Panel>
  );
}
