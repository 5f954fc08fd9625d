import { scaleLinear } from '@visx/scale';
import { Measured } from './Measured';
import { type Interval, liftDomain, spoken, tick } from './scales';

export interface IntervalRow extends Interval {
  readonly label: string;
  /** Beyond doubt: its dot is filled. */
  readonly sure: boolean;
}

interface Shown {
  name: string;
  rows: readonly IntervalRow[];
  higherIsBetter: boolean;
  /** Where a guardrail draws the line. */
  limit?: number;
}

const rowHeight = 44;
const top = 26;
const bottom = 40;

export const heightOf = (rows: number) => top + rows * rowHeight + bottom;

/** Each arm's effect and its interval on one axis, with the line of no change. */
export default function IntervalChart({ name, rows, higherIsBetter, limit }: Shown) {
  const height = heightOf(rows.length);
  return (
    <Measured height={height}>
      {(width) => {
        const inset = 58;
        const x = scaleLinear<number>({ domain: liftDomain(rows, limit === undefined ? [] : [limit]), range: [inset, width - inset] });
        const axis = top + rows.length * rowHeight;
        const zero = x(0);
        return (
          <svg width={width} height={height} role="img" aria-label={spoken(name, rows)}>
            {x.ticks(Math.max(3, Math.floor(width / 110))).map((value) => (
              <g key={value}>
                <line className="grid" x1={x(value)} x2={x(value)} y1={top} y2={axis} />
                <text className="tick" x={x(value)} y={axis + 16} textAnchor="middle">
                  {tick(value)}
                </text>
              </g>
            ))}
            <line className="zero" x1={zero} x2={zero} y1={top - 6} y2={axis} />
            <text className="mark" x={zero} y={top - 12} textAnchor="middle">
              no change
            </text>
            {limit !== undefined && (
              <>
                <line className="limit" x1={x(limit)} x2={x(limit)} y1={top - 6} y2={axis} />
                {/* Where the two marks would meet, the limit is named below. */}
                <text className="mark" x={x(limit)} y={Math.abs(x(limit) - zero) > 84 ? top - 12 : axis + 32} textAnchor="middle">
                  limit {tick(limit)}
                </text>
              </>
            )}
            {rows.map((row, index) => (
              <Row key={row.label} row={row} middle={top + index * rowHeight + rowHeight / 2 + 6} x={x} />
            ))}
            <text className="side" x={0} y={axis + 32}>
              ← {higherIsBetter ? 'worse' : 'better'}
            </text>
            <text className="side" x={width} y={axis + 32} textAnchor="end">
              {higherIsBetter ? 'better' : 'worse'} →
            </text>
          </svg>
        );
      }}
    </Measured>
  );
}

function Row({ row, middle, x }: { row: IntervalRow; middle: number; x: ReturnType<typeof scaleLinear<number>> }) {
  const [low, high] = x.domain() as [number, number];
  const from = x(Math.max(low, row.lower ?? low));
  const to = x(Math.min(high, row.upper ?? high));
  const openLeft = row.lower === null || row.lower < low;
  const openRight = row.upper === null || row.upper > high;
  return (
    <g>
      <text className="row-label" x={0} y={middle - 14}>
        {row.label}
      </text>
      <line className="interval" x1={from} x2={to} y1={middle} y2={middle} />
      {openLeft ? <path className="arrow" d={`M${from - 9},${middle} l9,-7 v14 z`} /> : <line className="cap" x1={from} x2={from} y1={middle - 8} y2={middle + 8} />}
      {openRight ? <path className="arrow" d={`M${to + 9},${middle} l-9,-7 v14 z`} /> : <line className="cap" x1={to} x2={to} y1={middle - 8} y2={middle + 8} />}
      <circle className={row.sure ? 'dot sure' : 'dot'} cx={x(row.lift)} cy={middle} r={6.5} />
      {!openLeft && (
        <text className="end" x={from - 8} y={middle + 4} textAnchor="end">
          {tick(row.lower!)}
        </text>
      )}
      {!openRight && (
        <text className="end" x={to + 8} y={middle + 4}>
          {tick(row.upper!)}
        </text>
      )}
    </g>
  );
}
