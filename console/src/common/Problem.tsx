import { Button, Stack, Text } from '@mantine/core';
import { ApiProblem } from '../api/client';
import type { Refusal } from '../api/refusals';
import { Notice } from './Notice';

const titles = { unreachable: 'No connection', 'signed-out': 'Signed out', forbidden: 'Not for your role', failed: 'That did not work' };

/** A request that brought no answer, and the way to try again. */
export function Problem({ problem, retry }: { problem: Error; retry?: () => void }) {
  const kind = problem instanceof ApiProblem ? problem.kind : 'failed';
  return (
    <Notice tone="bad" title={titles[kind]}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
          {problem.message}
        </Text>
        {retry && kind !== 'forbidden' && (
          <Button size="xs" variant="default" onClick={retry}>
            Try again
          </Button>
        )}
      </Stack>
    </Notice>
  );
}

/** What the API refused, in its own words. */
export function Refusals({ refusals, title = 'The API refused this' }: { refusals: readonly Refusal[]; title?: string }) {
  if (refusals.length === 0) return null;
  return (
    <Notice tone="bad" title={title}>
      {refusals.map((refusal) => (
        <Text size="sm" key={`${refusal.code} ${refusal.message}`}>
          {refusal.message}
        </Text>
      ))}
    </Notice>
  );
}
