import { useElementSize } from '@mantine/hooks';
import type { ReactNode } from 'react';

/** Draws for the width there is; the height is kept free meanwhile. */
export function Measured({ height, children }: { height: number; children: (width: number) => ReactNode }) {
  const { ref, width } = useElementSize();
  return (
    <div ref={ref} className="chart" style={{ height }}>
      {width > 0 && children(width)}
    </div>
  );
}
