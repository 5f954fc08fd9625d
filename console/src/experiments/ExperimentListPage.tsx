import { Anchor, Button, Group, NativeSelect, SegmentedControl, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { ExperimentHealthDocument, ExperimentListDocument, type ExperimentState, type ExperimentSummaryFragment, FlagsChangedDocument } from '#graphql';
import { execute } from '../api/client';
import { useLive } from '../api/live';
import { useApi } from '../api/queries';
import { counted, date, percent, span } from '../common/format';
import { PageTitle } from '../common/PageTitle';
import { Answer } from '../common/Answer';
import { StateBadge } from '../common/StateBadge';
import { useViewer } from '../shell/useViewer';
import { type HealthFigures, healthOf } from './health';
import { type RateCardTiers, summarize, unitNames } from './summary';

const filters: readonly { value: ExperimentState | 'ALL'; label: string }[] = [
  { value: 'ALL', label: 'All' },
  { value: 'DRAFT', label: 'Drafts' },
  { value: 'RUNNING', label: 'Running' },
  { value: 'STOPPED', label: 'Stopped' },
  { value: 'ROLLED_OUT', label: 'Rolled out' },
  { value: 'ARCHIVED', label: 'Archived' },
];

/** How often somebody who only looks sees what others have done. */
const refresh = 30_000;

export function ExperimentListPage() {
  const [parameters, setParameters] = useSearchParams();
  const state = filters.find((filter) => filter.value === parameters.get('state'))?.value ?? 'ALL';
  const { mayChangeExperiments, now } = useViewer();
  const query = useInfiniteQuery({
    queryKey: ['ExperimentList', state],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => execute(ExperimentListDocument, { where: state === 'ALL' ? null : { state }, after: pageParam }),
    refetchInterval: refresh,
    getNextPageParam: (last) => (last.experiments.pageInfo.hasNextPage ? last.experiments.pageInfo.endCursor : undefined),
  });

  // Whatever changes an experiment that runs changes its flag's evaluation.
  useLive(FlagsChangedDocument, {}, [ExperimentListDocument, ExperimentHealthDocument]);
  // Of those that run; figures older than an hour are computed first, so the list does not wait for them.
  const health = useApi(ExperimentHealthDocument, { state: 'RUNNING' }, { refetchInterval: refresh });
  const figures = new Map(health.data?.experiments.nodes.map((each) => [each.key, each]));
  const choose = (value: string) => setParameters(value === 'ALL' ? {} : { state: value }, { replace: true });

  return (
    <Stack gap="lg">
      <PageTitle title="Experiments">
        {mayChangeExperiments && (
          <Button component={Link} to="/new-experiment">
            New experiment
          </Button>
        )}
      </PageTitle>
      <SegmentedControl aria-label="State" value={state} onChange={choose} data={[...filters]} style={{ alignSelf: 'flex-start' }} visibleFrom="sm" />
      <NativeSelect aria-label="State" value={state} onChange={(event) => choose(event.currentTarget.value)} data={[...filters]} hiddenFrom="sm" />
      <Answer query={query}>
        {({ pages }) => {
          const experiments = pages.flatMap((page) => page.experiments.nodes);
          if (experiments.length === 0) {
            return <Text c="dimmed">{state === 'ALL' ? 'There are no experiments yet.' : 'There are none in this state.'}</Text>;
          }
          return (
            <>
              <ul className="plain-list surface rows" aria-label="Experiments">
                {experiments.map((experiment) => (
                  <Row key={experiment.id} experiment={experiment} rateCards={pages[0]!.rateCards} now={now} figures={figures.get(experiment.key)} />
                ))}
              </ul>
              <Group justify="space-between">
                <Text size="sm" c="dimmed">
                  {query.hasNextPage && `${experiments.length} of `}
                  {counted(pages[0]!.experiments.totalCount, 'experiment')}
                </Text>
                {query.hasNextPage && (
                  <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    Show more
                  </Button>
                )}
              </Group>
            </>
          );
        }}
      </Answer>
    </Stack>
  );
}

interface Shown {
  experiment: ExperimentSummaryFragment;
  rateCards: readonly RateCardTiers[];
  now: string | undefined;
  figures: HealthFigures | undefined;
}

function Row({ experiment, rateCards, now, figures }: Shown) {
  const health = experiment.state === 'RUNNING' && figures !== undefined ? healthOf(figures) : null;
  return (
    <li>
      <Stack gap={6}>
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Anchor component={Link} to={`/experiments/${experiment.key}`} fw={600}>
            {experiment.name}
          </Anchor>
          <StateBadge state={experiment.state} />
        </Group>
        <Text size="sm" maw="75ch">
          {summarize(experiment, rateCards)}
        </Text>
        <Group gap="xs" c="dimmed" fz="sm" className="dotted">
          <span>by {unitNames[experiment.unit].one}</span>
          <span>
            flag <span className="mono">{experiment.flag.key}</span>
          </span>
          <span>{percent(Number(experiment.traffic))} traffic</span>
          <span>{life(experiment, now)}</span>
        </Group>
        {health !== null && (
          <Text size="sm" fw={600} className={`health tone-${health.tone}`}>
            <span aria-hidden="true">{health.mark}</span> {health.text}
          </Text>
        )}
      </Stack>
    </li>
  );
}

/** Started when and for how long, in the marketplace's own time. */
export function life({ startedAt, stoppedAt }: Pick<ExperimentSummaryFragment, 'startedAt' | 'stoppedAt'>, now: string | undefined): string {
  if (startedAt === null) return 'not started';
  if (stoppedAt !== null) return `ran ${date(startedAt)} to ${date(stoppedAt)} (${span(startedAt, stoppedAt)})`;
  return `started ${date(startedAt)}${now === undefined || Date.parse(now) - Date.parse(startedAt) < 60_000 ? '' : `, running for ${span(startedAt, now)}`}`;
}
