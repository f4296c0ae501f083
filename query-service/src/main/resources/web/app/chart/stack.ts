// The chart's layers as ECharts custom series: the stack of windows, what was there earlier, and the live edge. Areas are drawn as steps, as a
// window's rate holds for the whole window, and on whole pixels, so that neighbours meet without a seam.
import type { RateSeries, Rates } from './rates.ts';

type Point = [number, number];

interface Api {
  coord(point: Point): number[];
}

interface Item {
  dataIndexInside: number;
}

const FADED = 0.15;

/** All areas, from the largest at the bottom to the smallest. They are drawn as one item, that of the first point. */
export function stack(rates: Rates, colours: Map<string, string>, highlighted: string | null) {
  const { times, end, series, all } = rates;
  return {
    id: 'stack',
    type: 'custom',
    clip: true,
    silent: true,
    encode: { x: 0, y: 1 },
    data: times.map((time, i) => [time, all.rates[i]]),
    renderItem: ({ dataIndexInside }: Item, api: Api) => {
      if (dataIndexInside !== 0) return null;
      const edges = boundaries(series, times.length);
      const children = series.map(({ key }, n) => ({
        type: 'polygon',
        shape: {
          points: [...steps(times, end, edges[n + 1], api), ...steps(times, end, edges[n], api).reverse()],
        },
        style: {
          fill: colours.get(key),
          opacity: highlighted !== null && highlighted !== key ? FADED : 1,
        },
      }));
      return { type: 'group', children };
    },
  };
}

/** The total of a day before: a dashed line over the stack. */
export function before({ stepMs, before }: Rates, colour: string) {
  const { times, rates } = before ?? { times: [], rates: [] };
  return {
    id: 'before',
    type: 'custom',
    clip: true,
    silent: true,
    encode: { x: 0, y: 1 },
    data: times.map((time, i) => [time, rates[i]]),
    renderItem: ({ dataIndexInside }: Item, api: Api) => {
      if (dataIndexInside !== 0) return null;
      const points = steps(times, times[times.length - 1] + stepMs, rates, api);
      return { type: 'polyline', shape: { points }, style: { stroke: colour, lineWidth: 1.5, lineDash: [5, 3], fill: 'none' } };
    },
  };
}

/** The rate of each second since the last window. */
export function edge(points: [number, number | null][], colour: string) {
  const known = points.filter((point): point is Point => point[1] !== null);
  return {
    id: 'edge',
    type: 'custom',
    clip: true,
    silent: true,
    encode: { x: 0, y: 1 },
    data: known,
    renderItem: ({ dataIndexInside }: Item, api: Api) => {
      if (dataIndexInside !== 0) return null;
      const times = known.map(([time]) => time);
      const line = steps(times, times[times.length - 1], known.map(([, value]) => value), api);
      const [right, left] = [line[line.length - 1][0], line[0][0]];
      const floor = Math.round(api.coord([times[0], 0])[1]);
      return {
        type: 'group',
        children: [
          { type: 'polygon', shape: { points: [...line, [right, floor], [left, floor]] }, style: { fill: colour, opacity: 0.22 } },
          { type: 'polyline', shape: { points: line }, style: { stroke: colour, lineWidth: 1.25, fill: 'none' } },
        ],
      };
    },
  };
}

/** The lines between the areas, lowest (the axis) first: running sums of the series. */
function boundaries(series: RateSeries[], length: number): number[][] {
  const lines = [new Array<number>(length).fill(0)];
  for (const { rates } of series) lines.push(lines[lines.length - 1].map((below, i) => below + rates[i]));
  return lines;
}

/** Two points per value: it holds from its time to the next one's. */
function steps(times: number[], end: number, values: number[], api: Api): number[][] {
  return times.flatMap((time, i) => {
    const [left, y] = api.coord([time, values[i]]);
    const [right] = api.coord([times[i + 1] ?? end, 0]);
    return [
      [Math.round(left), Math.round(y)],
      [Math.round(right), Math.round(y)],
    ];
  });
}
