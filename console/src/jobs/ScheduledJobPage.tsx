import { Anchor, Stack, Text } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { ScheduledJobDocument, type ScheduledJobSummaryFragment } from '#graphql';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { moment, span } from '../common/format';
import { PageTitle } from '../common/PageTitle';
import { Panel } from '../common/Panel';
import { useViewer } from '../shell/useViewer';
import { RunHistory } from './RunHistory';
import { RunNow, RunState } from './RunNow';
import { whatItDid } from './runWords';
import { inWords } from './schedule';
import { useRunNow, useWatch } from './useRunNow';

export function ScheduledJobPage() {
  const { name = '' } = useParams();
  const every = useWatch();
  const query = useApi(ScheduledJobDocument, { name }, { refetchInterval: (data) => every(data?.scheduledJob?.running ?? false) });
  return (
    <Stack gap="lg">
      <Anchor component={Link} to="/jobs" size="sm">
        ‹ Scheduled jobs
      </Anchor>
      <Answer query={query}>
        {({ scheduledJob }) =>
          scheduledJob === null ? (
            <Stack gap="xs">
              <PageTitle title="There is no such job" />
              <Text>
                None has the name <span className="mono">{name}</span>.
              </Text>
            </Stack>
          ) : (
            <Job key={name} job={scheduledJob} />
          )
        }
      </Answer>
    </Stack>
  );
}

function Job({ job }: { job: ScheduledJobSummaryFragment }) {
  const run = useRunNow(job.name);
  const { mayRunJobs, roles } = useViewer();
  const last = job.lastRun;
  return (
    <>
      <PageTitle title={job.name}>{mayRunJobs && <RunNow job={job} run={run} />}</PageTitle>
      <Stack gap={6}>
        <p className="sentence" style={{ margin: 0 }}>
          {job.description}
        </p>
        {roles.length > 0 && !mayRunJobs && <Text c="dimmed">Running it now is for admins.</Text>}
      </Stack>
      <RunState job={job} run={run} />
      <Panel title="When it runs">
        <dl className="facts">
          <div>
            <dt>Schedule</dt>
            <dd>
              {inWords(job.schedule) ?? 'By its expression'}
              <br />
              <span className="mono">{job.schedule}</span>
            </dd>
          </div>
          <div>
            <dt>Next run, by the real clock</dt>
            <dd>{job.nextRunAt === null ? 'none planned' : moment(job.nextRunAt)}</dd>
          </div>
          <div>
            <dt>Last run</dt>
            <dd>
              {last === null ? 'never' : moment(last.startedAt)}
              {last !== null && last.finishedAt !== null && `, for ${span(last.startedAt, last.finishedAt)}`}
            </dd>
          </div>
          {last !== null && (
            <div>
              <dt>What it did</dt>
              <dd>{whatItDid(job.name, last)}</dd>
            </div>
          )}
        </dl>
      </Panel>
      <Panel title="Its runs">
        <RunHistory name={job.name} running={job.running} />
      </Panel>
    </>
  );
}
