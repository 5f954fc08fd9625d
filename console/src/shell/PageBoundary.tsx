import { Box, Button, Group, Stack, Text } from '@mantine/core';
import { Component, type ReactNode, Suspense } from 'react';
import { useRouteError } from 'react-router';
import { Loading } from '../common/Loading';
import { PageTitle } from '../common/PageTitle';

interface Shown {
  path: string;
  children: ReactNode;
}

interface State {
  broken: Error | null;
}

/** Around a page: waits for its code, and says so in words when it breaks. The frame with the way to other pages stays. */
export class PageBoundary extends Component<Shown, State> {
  override state: State = { broken: null };

  static getDerivedStateFromError(broken: Error): State {
    return { broken };
  }

  // What broke one page need not break another.
  override componentDidUpdate(before: Shown) {
    if (before.path !== this.props.path && this.state.broken !== null) this.setState({ broken: null });
  }

  override render() {
    if (this.state.broken !== null) return <Broken problem={this.state.broken} />;
    return <Suspense fallback={<Loading />}>{this.props.children}</Suspense>;
  }
}

/** In place of everything, when the frame itself breaks. */
export function FrameBroken() {
  const problem = useRouteError();
  return (
    <Box component="main" p="xl" maw={720} mx="auto">
      <Broken problem={problem instanceof Error ? problem : new Error(String(problem))} />
    </Box>
  );
}

/** Code that cannot be fetched is most often that of a console which was replaced meanwhile. */
export function isMissingCode(problem: Error): boolean {
  return /dynamically imported module|importing a module script failed|preload css/i.test(problem.message);
}

function Broken({ problem }: { problem: Error }) {
  const missing = isMissingCode(problem);
  return (
    <Stack align="flex-start" role="alert">
      <PageTitle title={missing ? 'This page could not be loaded' : 'This page has broken'} />
      <Text>
        {missing
          ? 'Your connection may be down, or the console was updated since you opened it. Loading it again brings the present one.'
          : 'That is a mistake in the console, not in what you did. Nothing that you had saved is lost.'}
      </Text>
      {!missing && (
        <Text size="sm" c="dimmed" className="mono">
          {problem.message}
        </Text>
      )}
      <Group>
        <Button onClick={() => location.reload()}>Load the page again</Button>
        <Button variant="default" component="a" href="/console/">
          To the experiments
        </Button>
      </Group>
    </Stack>
  );
}
