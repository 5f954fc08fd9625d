import { type ComponentProps, lazy, Suspense } from 'react';

// Drawn by a library that only this page needs: it comes when there is something to draw.
const Intervals = lazy(() => import('./IntervalChart'));
const Lines = lazy(() => import('./TimelineChart'));

export function IntervalChart(shown: ComponentProps<typeof Intervals>) {
  return (
    <Suspense fallback={<div className="chart" style={{ height: 66 + shown.rows.length * 44 }} />}>
      <Intervals {...shown} />
    </Suspense>
  );
}

export function TimelineChart(shown: ComponentProps<typeof Lines>) {
  return (
    <Suspense fallback={<div className="chart" style={{ height: 250 }} />}>
      <Lines {...shown} />
    </Suspense>
  );
}
