// From the state and the clock to the windows asked for. One scope is made per refresh, so that chart, tables and ledger
// on the screen are about exactly the same windows.
import type { Slice } from './api.ts';
import type { Source, Status } from './shapes.ts';
import { SPANS, store, type State } from './state.ts';

export const WINDOW_MS = 10_000;

export interface Scope extends Slice {
  /** the range's ends, ms; null where the server decides (all of a source) */
  start: number | null;
  end: number | null;
  /** end of the newest window there is of these sources, ms; nothing is known of times after it */
  known: number | null;
  /** start of the oldest one */
  since: number | null;
  /** the range moves with the clock */
  moving: boolean;
  /** equal for equal questions */
  key: string;
}

export function scopeOf(state: State, status: Status, now: number, round: number): Scope {
  const { start, end } = ends(state, now);
  const chosen = status.sources.filter(({ source }) => state.sources.length === 0 || state.sources.includes(source));
  const within = chosen
    .filter(({ earliest_window }) => end === null || Date.parse(earliest_window) < end)
    .filter(({ latest_window }) => start === null || Date.parse(latest_window) >= start);
  const slice = {
    from: start === null ? null : new Date(start).toISOString(),
    to: end === null ? null : new Date(end).toISOString(),
    sources: state.sources,
    filter: state.filter,
  };
  return {
    ...slice,
    start,
    end,
    known: extreme(within, (source) => Date.parse(source.latest_window) + WINDOW_MS, Math.max),
    since: extreme(within, (source) => Date.parse(source.earliest_window), Math.min),
    moving: state.last !== null,
    key: JSON.stringify([slice, round]),
  };
}

function ends(state: State, now: number): { start: number | null; end: number | null } {
  if (state.last) {
    const end = Math.ceil(now / WINDOW_MS) * WINDOW_MS;
    const start = Math.floor((now - SPANS[state.last] * 1000) / WINDOW_MS) * WINDOW_MS; // the window it begins in, whole
    return { start, end };
  }
  if (state.from && state.to) return { start: Date.parse(state.from), end: Date.parse(state.to) };
  return { start: null, end: null };
}

function extreme(sources: Source[], of: (source: Source) => number, pick: (...all: number[]) => number): number | null {
  const all = sources.map(of).filter((time) => !Number.isNaN(time));
  return all.length === 0 ? null : pick(...all);
}

/** Shows these times from now on, in whole seconds. */
export function zoom(from: number, to: number) {
  const iso = (time: number) => new Date(Math.round(time / 1000) * 1000).toISOString();
  store.update({ last: null, from: iso(from), to: iso(to) });
}

/** Twice the range, and nothing of the future. */
export function zoomOut({ start, end, since, known }: Scope) {
  const from = start ?? since ?? Date.now() - 3_600_000;
  const to = end ?? known ?? Date.now();
  const length = to - from;
  const last = Math.min(to + length / 2, Math.max(to, Date.now()));
  zoom(last - 2 * length, last);
}
