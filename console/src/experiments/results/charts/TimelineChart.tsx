import { scaleLinear, scaleUtc } from '@visx/scale';
import { Area, LinePath } from '@visx/shape';
import { date } from '../../../common/format';
import type { TimelinePoint } from '../types';
import { Measured } from './Measured';
import { liftDomain, tick } from './scales';

interface Shown {
  /** What a reader's voice says instead of the picture. */
  label: string;
  points: readonly TimelinePoint[];
}

export const timelineHeight = 250;
const margin = { top: 14, right: 16, bottom: 30, left: 58 };
const day = 86_400_000;

/** The effect over the days: the line, the band of its interval, and no change. */
export default function TimelineChart({ label, points }: Shown) {
  return (
    <Measured height={timelineHeight}>
      {(width) => {
        const times = points.map((point) => Date.parse(point.at));
        const [first, last] = [Math.min(...times), Math.max(...times)];
        // A single day still needs a left and a right.
        const x = scaleUtc<number>({ domain: first === last ? [first - day, last + day] : [first, last], range: [margin.left, width - margin.right] });
        const y = scaleLinear<number>({ domain: liftDomain(points), range: [timelineHeight - margin.bottom, margin.top] });
        const at = (point: TimelinePoint) => x(Date.parse(point.at));
        const [low, high] = y.domain() as [number, number];
        const inside = (lift: number) => y(Math.min(high, Math.max(low, lift)));
        const dates = x.ticks(Math.max(2, Math.floor(width / 150))).filter((value) => value.getTime() % day === 0);
        return (
          <svg width={width} height={timelineHeight} role="img" aria-label={label}>
            {y.ticks(5).map((value) => (
              <g key={value}>
                <line className="grid" x1={margin.left} x2={width - margin.right} y1={y(value)} y2={y(value)} />
                <text className="tick" x={margin.left - 10} y={y(value) + 4} textAnchor="end">
                  {tick(value)}
                </text>
              </g>
            ))}
            {(dates.length > 0 ? dates : [new Date(first)]).map((value) => (
              <text key={value.getTime()} className="tick" x={x(value)} y={timelineHeight - 8} textAnchor="middle">
                {date(value.toISOString()).replace(/ \d{4}$/, '')}
              </text>
            ))}
            <Area className="band" data={[...points]} x={at} y0={(point) => inside(point.lower)} y1={(point) => inside(point.upper)} />
            <LinePath className="band-edge" data={[...points]} x={at} y={(point) => inside(point.lower)} />
            <LinePath className="band-edge" data={[...points]} x={at} y={(point) => inside(point.upper)} />
            <line className="zero" x1={margin.left} x2={width - margin.right} y1={y(0)} y2={y(0)} />
            <LinePath className="line" data={[...points]} x={at} y={(point) => inside(point.lift)} />
            {points.map((point) => (
              <g key={point.at}>
                {points.length === 1 && <line className="interval" x1={at(point)} x2={at(point)} y1={inside(point.lower)} y2={inside(point.upper)} />}
                <circle className="dot sure" cx={at(point)} cy={inside(point.lift)} r={points.length > 40 ? 2 : 4}>
                  <title>{`${date(point.at)}: ${tick(point.lift)} (${tick(point.lower)} to ${tick(point.upper)})`}</title>
                </circle>
              </g>
            ))}
          </svg>
        );
      }}
    </Measured>
  );
}
