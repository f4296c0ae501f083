// From an answer's sums per step to rates: what the chart draws and the table under it says.
import type { Metric, Timeseries } from '../data/api.ts';
import type { Scope } from '../data/scope.ts';
import { WINDOW_MS } from '../data/scope.ts';
import type { Unit } from '../data/state.ts';
import { t } from '../strings.ts';

/** One series as rates, with what its row in the table says of it. */
export interface RateSeries {
  key: string;
  name: string;
  rates: number[];
  now: number;
  min: number;
  max: number;
  avg: number;
  /** sum over the range, in bytes, packets or flow records */
  total: number;
  share: number;
}

export interface Rates {
  /** start of each step, ms */
  times: number[];
  stepMs: number;
  /** end of the last step that is known, ms */
  end: number;
  series: RateSeries[];
  all: RateSeries;
}

/** As many series as there are colours less one; the rest is one grey series. */
const SHOWN = 9;

export const isBytes = (metric: Metric) => metric === 'bytes' || metric === 'frame_bytes';

/** The unit of a rate, "bit/s". */
export const rateUnit = (metric: Metric, unit: Unit) =>
  isBytes(metric) ? (unit === 'bits' ? 'bit/s' : 'B/s') : metric === 'packets' ? 'p/s' : 'flows/s';

/** The unit of a sum, "B"; packets and flows have none. */
export const sumUnit = (metric: Metric) => (isBytes(metric) ? 'B' : '');

/** The answer's steps, without gaps and without steps of which nothing is known yet. */
export function ratesOf(answer: Timeseries, scope: Scope, metric: Metric, unit: Unit): Rates {
  const stepMs = answer.step_seconds * 1000;
  const given = answer.times.map((time) => Date.parse(time));
  const end = Math.min(Date.parse(answer.to), scope.known ?? Infinity);
  const start = Math.max(Date.parse(answer.from), scope.since ?? -Infinity);
  const { times, position } = grid(given, stepMs, start, end);
  const factor = isBytes(metric) && unit === 'bits' ? 8 : 1;
  const seconds = times.map((time) => covered(time, stepMs, Date.parse(answer.from), end));
  const grand = answer.series.reduce((sum, { total }) => sum + total, 0);

  const rated = (key: string, name: string, values: number[], total: number): RateSeries => {
    const rates = times.map((_, i) => ((values[position[i]] ?? 0) * factor) / seconds[i]);
    const whole = seconds.reduce((sum, value) => sum + value, 0);
    return {
      key,
      name,
      rates,
      now: rates.at(-1) ?? 0,
      min: rates.length === 0 ? 0 : Math.min(...rates),
      max: Math.max(0, ...rates),
      avg: whole === 0 ? 0 : (total * factor) / whole,
      total,
      share: grand === 0 ? 0 : total / grand,
    };
  };

  const ranked = [...answer.series]
    .filter(({ total }) => total > 0)
    .sort((a, b) => Number(a.key === 'other') - Number(b.key === 'other') || b.total - a.total);
  const named = ranked.filter(({ key }) => key !== 'other');
  const single = named.length <= SHOWN + 1 ? named : named.slice(0, SHOWN);
  const rest = ranked.filter((series) => !single.includes(series));
  const series = single.map(({ key, name, values, total }) => rated(key, name, values, total));
  if (rest.length > 0) {
    const name = rest.length === 1 ? rest[0].name : t.chart.rest(rest.length);
    series.push(rated('other', name, summed(rest.map(({ values }) => values)), sum(rest.map(({ total }) => total))));
  }
  const all = rated('', t.chart.total, summed(ranked.map(({ values }) => values)), grand);
  return { times, stepMs, end, series, all };
}

/** Every step from the first to the last that is known, and where its values stand in the answer (-1: a gap, zero). */
function grid(given: number[], stepMs: number, start: number, end: number) {
  const times: number[] = [];
  const position: number[] = [];
  if (given.length === 0) return { times, position };
  const places = new Map(given.map((time, i) => [time, i]));
  for (let time = given[0]; time <= given[given.length - 1] && time < end; time += stepMs) {
    if (time + stepMs <= start) continue;
    times.push(time);
    position.push(places.get(time) ?? -1);
  }
  return { times, position };
}

/** Seconds of a step that lie in the range and are known: the first and the last step may be partly outside. */
function covered(time: number, stepMs: number, from: number, end: number): number {
  const length = Math.min(time + stepMs, end) - Math.max(time, from);
  return Math.max(length, Math.min(stepMs, WINDOW_MS)) / 1000;
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

const summed = (all: number[][]): number[] =>
  all.length === 0 ? [] : all[0].map((_, i) => sum(all.map((values) => values[i] ?? 0)));
