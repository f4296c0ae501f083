// What the page shows: all of it stands in the URL, so that a link shows the same to someone else.
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { both } from './filter.ts';
import type { Level, Metric, Sketched, Sort } from './shapes.ts';

export const VIEWS = ['overview', 'conversations', 'map', 'sankey', 'heat', 'ledger', 'status'] as const;
export type View = (typeof VIEWS)[number];

/** Presets, as they stand in the URL, in seconds. */
export const SPANS = { '5m': 300, '15m': 900, '1h': 3600, '24h': 86_400 } as const;
export type Span = keyof typeof SPANS;

export type Unit = 'bits' | 'bytes';

/** Either `last` (moves with the clock), or `from` and `to`, or neither: all there is of the sources. */
export interface State {
  view: View;
  last: Span | null;
  from: string | null;
  to: string | null;
  sources: string[];
  metric: Metric;
  unit: Unit;
  /** what the chart is split by, fields with commas between, or none */
  by: string;
  /** what the second top table lists */
  top: string;
  /** what it is ranked by, where it has that; empty: as all else is measured */
  rank: Sketched | '';
  /** a day before is shown beside the range; empty: it is not */
  compare: '' | '1d';
  /** what the map's nodes are; empty: workloads where there are names, else hosts */
  level: Level | '';
  /** the Sankey's dimensions; empty: as with the map */
  through: string;
  /** the heat map's rows */
  heat: string;
  sort: Sort;
  /** the columns of conversations; empty: the usual ones */
  columns: string[];
  /** the conversation whose facts are open, as its filter */
  open: string;
  /** whose windows the ledger tells; empty: all nodes */
  node: string;
  help: 'on' | 'off';
  live: boolean;
  /** in CEL; empty: all traffic */
  filter: string;
}

const INITIAL: State = {
  view: 'overview',
  last: '15m',
  from: null,
  to: null,
  sources: [],
  metric: 'frame_bytes',
  unit: 'bits',
  by: 'protocol',
  top: 'host',
  rank: '',
  compare: '',
  level: '',
  through: '',
  heat: 'application',
  sort: 'bytes',
  columns: [],
  open: '',
  node: '',
  help: 'off',
  live: true,
  filter: '',
};

const CHOICES = {
  view: VIEWS,
  metric: ['frame_bytes', 'bytes', 'packets', 'flows', 'retransmitted_packets'],
  unit: ['bits', 'bytes'],
  rank: ['round_trip_p50', 'round_trip_p90', 'round_trip_p95', 'round_trip_p99', 'clients'],
  compare: ['1d'],
  level: ['namespace', 'workload', 'node', 'zone', 'host'],
  sort: ['bytes', 'packets', 'flows'],
  help: ['on'],
} as const;

/** Lists of fields; which fields there are, the server knows. */
const DIMENSIONS = ['by', 'top', 'through', 'heat'] as const;
const FIELDS = /^[a-z_]+(\.[a-z_]+)?(,[a-z_]+(\.[a-z_]+)?){0,4}$/;
const TEXTS = ['open', 'node', 'filter'] as const;

export function parse(search: string): State {
  const query = new URLSearchParams(search);
  const state: State = { ...INITIAL, sources: query.getAll('source') };
  for (const [name, allowed] of Object.entries(CHOICES)) {
    const value = query.get(name);
    if (value !== null && (allowed as readonly string[]).includes(value)) Object.assign(state, { [name]: value });
  }
  for (const name of DIMENSIONS) {
    const value = query.get(name);
    if (value !== null && FIELDS.test(value)) state[name] = value;
  }
  for (const name of TEXTS) state[name] = query.get(name)?.trim() ?? '';
  state.columns = query.get('columns')?.split(',').filter((name) => /^[a-z_]+$/.test(name)) ?? [];
  const last = query.get('last');
  const from = instant(query.get('from'));
  const to = instant(query.get('to'));
  if (from && to && from < to) Object.assign(state, { last: null, from, to });
  else if (last !== null && last in SPANS) state.last = last as Span;
  else if (state.sources.length > 0) state.last = null;
  state.live = query.get('live') !== 'off';
  return state;
}

export function serialize(state: State): string {
  const query = new URLSearchParams();
  for (const name of [...(Object.keys(CHOICES) as (keyof typeof CHOICES)[]), ...DIMENSIONS, ...TEXTS]) {
    if (state[name] !== INITIAL[name]) query.set(name, state[name]);
  }
  if (state.columns.length > 0) query.set('columns', state.columns.join(','));
  if (state.from && state.to) {
    query.set('from', state.from);
    query.set('to', state.to);
  } else if (state.last && (state.last !== INITIAL.last || state.sources.length > 0)) {
    query.set('last', state.last);
  }
  for (const source of state.sources) query.append('source', source);
  if (!state.live) query.set('live', 'off');
  const text = query.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
  return text ? `?${text}` : '';
}

function instant(text: string | null): string | null {
  const time = text === null ? NaN : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** Traffic of these sources goes on; files do not move with the clock. */
export const moves = (sources: string[]) => sources.length === 0 || sources.includes('live');

class Store extends EventTarget {
  state = parse(location.search);

  constructor() {
    super();
    addEventListener('popstate', () => this.#set(parse(location.search)));
  }

  /** Changes the state; a step in the browser's history. */
  update(change: Partial<State>) {
    const next = { ...this.state, ...change };
    const url = `${location.pathname}${serialize(next)}`;
    if (url === `${location.pathname}${location.search}`) return;
    history.pushState(null, '', url);
    this.#set(next);
  }

  /** Shows only what this filter takes of what is shown. */
  narrow(filter: string | null) {
    if (filter) this.update({ filter: both(this.state.filter, filter) });
  }

  /** The page follows the traffic: it is not held still, and its range is not of times that are chosen. */
  get following(): boolean {
    return this.state.live && this.state.from === null;
  }

  /** Holds still what follows the traffic; else follows it, from chosen times to the usual range. */
  toggleFollowing() {
    const { from, last, sources } = this.state;
    if (this.following) this.update({ live: false });
    else this.update({ live: true, last: from !== null && moves(sources) ? INITIAL.last : last, from: null, to: null });
  }

  /** Where a link to the changed state leads. */
  href(change: Partial<State>): string {
    return `${location.pathname}${serialize({ ...this.state, ...change })}`;
  }

  #set(state: State) {
    this.state = state;
    this.dispatchEvent(new Event('change'));
  }
}

export const store = new Store();

/** Follows a link within the page, unless a new tab or window is wanted. */
export const follow = (change: Partial<State>) => (event: MouseEvent) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  store.update(change);
};

/** Renders its host again at each change of the state. */
export class Subscribed implements ReactiveController {
  readonly #changed = () => this.host.requestUpdate();

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly target: EventTarget = store,
  ) {
    host.addController(this);
  }

  hostConnected() {
    this.target.addEventListener('change', this.#changed);
  }

  hostDisconnected() {
    this.target.removeEventListener('change', this.#changed);
  }
}
