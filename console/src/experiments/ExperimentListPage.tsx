import { Anchor, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { ExperimentListDocument, type ExperimentState, type ExperimentSummaryFragment, FlagsChangedDocument } from '#graphql';
import { execute } from '../api/client';
import { useLive } from '../api/live';
import { counted, date, percent, span } from '../common/format';
import { PageTitle } from '../common/PageTitle';
import { Answer } from '../common/Answer';
import { StateBadge } from '../common/StateBadge';
import { useViewer } from '../shell/useViewer';
import { type RateCardTiers, summarize, unitNames } from './summary';

const filters: readonly { value: ExperimentState | 'ALL'; label: string }[] = [
  { value: 'ALL', label: 'All' },
  { value: 'DRAFT', label: 'Drafts' },
  { value: 'RUNNING', label: 'Running' },
  { value: 'STOPPED', label: 'Stopped' },
];

export function ExperimentListPage() {
  const [parameters, setParameters] = useSearchParams();
  const state = filters.find((filter) => filter.value === parameters.get('state'))?.value ?? 'ALL';
  const { mayChangeExperiments, now } = useViewer();
  const query = useInfiniteQuery({
    queryKey: ['ExperimentList', state],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => execute(ExperimentListDocument, { where: state === 'ALL' ? null : { state }, after: pageParam }),
    getNextPageParam: (last) => (last.experiments.pageInfo.hasNextPage ? last.experiments.pageInfo.endCursor : undefined),
  });

  // Whatever changes an experiment that runs changes its flag's evaluation.
  useLive(FlagsChangedDocument, {}, [ExperimentListDocument]);

  return (
    <Stack gap="lg">
      <PageTitle title="Experiments">
        {mayChangeExperiments && (
          <Button component={Link} to="/new-experiment">
            New experiment
          </Button>
        )}
      </PageTitle>
      <SegmentedControl
        aria-label="State"
        value={state}
        onChange={(value) => setParameters(value === 'ALL' ? {} : { state: value }, { replace: true })}
        data={[...filters]}
        style={{ alignSelf: 'flex-start' }}
      />
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
                  <Row key={experiment.id} experiment={experiment} rateCards={pages[0]!.rateCards} now={now} />
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

function Row({ experiment, rateCards, now }: { experiment: ExperimentSummaryFragment; rateCards: readonly RateCardTiers[]; now: string | undefined }) {
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
      </Stack>
    </li>
  );
}

/** Started when and for how long, in the marketplace's own time. */
export function life({ startedAt, stoppedAt }: Pick<ExperimentSummaryFragment, 'startedAt' | 'stoppedAt'>, now: string | undefined): string {
  if (startedAt === null) return 'not started';
  if (stoppedAt !== null) return `ran ${date(startedAt)} to ${date(stoppedAt)} (${span(startedAt, stoppedAt)})`;
  return `started ${date(startedAt)}${now === undefined || Date.parse(now) - Date.parse(startedAt) < 60_000 ? '' : ` (${span(startedAt, now)} ago)`}`;
}
