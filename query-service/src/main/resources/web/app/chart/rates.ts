// From an answer's sums per step to rates: what the chart draws and the table under it says.
import { valueName } from '../data/fields.ts';
import { WINDOW_MS, type Scope } from '../data/scope.ts';
import type { Earlier, Metric, Timeseries } from '../data/shapes.ts';
import type { Unit } from '../data/state.ts';
import { say, t } from '../strings.ts';

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
  /** takes its traffic; null: no filter can */
  filter: string | null;
  /** its sum in the range it is compared with; null: it is not, or nothing was recorded then */
  earlier: number | null;
}

export interface Rates {
  /** start of each step, ms */
  times: number[];
  stepMs: number;
  /** end of the last step that is known, ms */
  end: number;
  series: RateSeries[];
  all: RateSeries;
  /** the rates of all a day before, shifted to the range; null: as above */
  before: { times: number[]; rates: number[] } | null;
}

/** As many series as there are colours less one; the rest is one grey series. */
const SHOWN = 9;

export const isBytes = (metric: Metric) => metric === 'bytes' || metric === 'frame_bytes';

/** Whether an answer has an earlier range beside it of which anything is known. */
export const isCompared = ({ earlier }: { earlier: Earlier | null }) => earlier !== null && earlier.recorded_from !== null;

/** The unit of a rate, "bit/s". */
export const rateUnit = (metric: Metric, unit: Unit) =>
  isBytes(metric) ? (unit === 'bits' ? 'bit/s' : 'B/s') : metric === 'flows' ? 'flows/s' : 'p/s';

/** The unit of a sum, "B"; packets and flows have none. */
export const sumUnit = (metric: Metric) => (isBytes(metric) ? 'B' : '');

/** The answer's steps, without gaps and without steps of which nothing is known yet. */
export function ratesOf(answer: Timeseries, scope: Scope, metric: Metric, unit: Unit): Rates {
  const stepMs = answer.step_seconds * 1000;
  const given = answer.times.map((time) => Date.parse(time));
  const end = Math.min(Date.parse(answer.to), scope.known ?? Infinity);
  const start = Math.max(Date.parse(answer.from), scope.since ?? -Infinity);
  const { times, position } = grid(given, stepMs, start, end);
  const compared = isCompared(answer);
  const factor = isBytes(metric) && unit === 'bits' ? 8 : 1;
  const seconds = times.map((time) => covered(time, stepMs, Date.parse(answer.from), end));
  const grand = answer.series.reduce((sum, { total }) => sum + total, 0);

  const asRates = (at: number[], values: number[]) =>
    at.map((time, i) => ((values[i] ?? 0) * factor) / covered(time, stepMs, Date.parse(answer.from), Date.parse(answer.to)));
  const rated = ({ key, name, filter, values, total, earlier_total }: Summed): RateSeries => {
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
      filter,
      earlier: compared ? earlier_total : null,
    };
  };

  const ranked = [...answer.series]
    .filter(({ total, earlier_total }) => total > 0 || (earlier_total ?? 0) > 0)
    .sort((a, b) => Number(a.key === 'other') - Number(b.key === 'other') || b.total - a.total);
  const named = ranked.filter(({ key }) => key !== 'other');
  const single = named.length <= SHOWN + 1 ? named : named.slice(0, SHOWN);
  const rest = ranked.filter((series) => !single.includes(series));
  const series = single.map((line) => rated({ ...line, name: answer.by.length === 0 ? t.chart.total : valueName(line) }));
  if (rest.length > 0) {
    const name = rest.length === 1 ? valueName(rest[0]) : say(t.chart.rest, { n: rest.length });
    series.push(rated({ ...together(rest), key: 'other', name }));
  }
  const all = rated({ ...together(ranked), key: '', name: t.chart.total });
  const before = !compared ? null : { times: given, rates: asRates(given, summed(ranked.map(({ earlier }) => earlier ?? []))) };
  return { times, stepMs, end, series, all, before };
}

interface Summed {
  key: string;
  name: string;
  filter: string | null;
  values: number[];
  total: number;
  earlier_total: number | null;
}

/** Several series as one, which no filter takes. */
const together = (all: Timeseries['series']) => ({
  filter: null,
  values: summed(all.map(({ values }) => values)),
  total: sum(all.map(({ total }) => total)),
  earlier_total: all.every(({ earlier_total }) => earlier_total === null) ? null : sum(all.map(({ earlier_total }) => earlier_total ?? 0)),
});

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
