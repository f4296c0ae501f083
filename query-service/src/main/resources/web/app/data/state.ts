// What the page shows: all of it stands in the URL, so that a link shows the same to someone else.
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { By, Metric, Sort, TopBy } from './api.ts';

export const VIEWS = ['overview', 'conversations', 'ledger'] as const;
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
  by: By;
  top: TopBy;
  sort: Sort;
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
  sort: 'bytes',
  live: true,
  filter: '',
};

const CHOICES = {
  view: VIEWS,
  metric: ['frame_bytes', 'bytes', 'packets', 'flows'],
  unit: ['bits', 'bytes'],
  by: ['protocol', 'application', 'none'],
  top: ['host', 'conversation', 'application', 'protocol'],
  sort: ['bytes', 'packets', 'flows'],
} as const;

export function parse(search: string): State {
  const query = new URLSearchParams(search);
  const state: State = { ...INITIAL, sources: query.getAll('source') };
  for (const [name, allowed] of Object.entries(CHOICES)) {
    const value = query.get(name);
    if (value !== null && (allowed as readonly string[]).includes(value)) Object.assign(state, { [name]: value });
  }
  const last = query.get('last');
  const from = instant(query.get('from'));
  const to = instant(query.get('to'));
  if (from && to && from < to) Object.assign(state, { last: null, from, to });
  else if (last !== null && last in SPANS) state.last = last as Span;
  else if (state.sources.length > 0) state.last = null;
  state.live = query.get('live') !== 'off';
  state.filter = query.get('filter')?.trim() ?? '';
  return state;
}

export function serialize(state: State): string {
  const query = new URLSearchParams();
  for (const name of Object.keys(CHOICES) as (keyof typeof CHOICES)[]) {
    if (state[name] !== INITIAL[name]) query.set(name, state[name]);
  }
  if (state.from && state.to) {
    query.set('from', state.from);
    query.set('to', state.to);
  } else if (state.last && (state.last !== INITIAL.last || state.sources.length > 0)) {
    query.set('last', state.last);
  }
  for (const source of state.sources) query.append('source', source);
  if (!state.live) query.set('live', 'off');
  if (state.filter) query.set('filter', state.filter);
  const text = query.toString().replaceAll('%3A', ':');
  return text ? `?${text}` : '';
}

function instant(text: string | null): string | null {
  const time = text === null ? NaN : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

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
