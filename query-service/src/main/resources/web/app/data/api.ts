// The only module that talks to the server. Shapes are those of the REST answers, names included; times are ISO-8601 UTC.

import { verdict } from './filter.ts';

export type Metric = 'frame_bytes' | 'bytes' | 'packets' | 'flows';
export type By = 'protocol' | 'application' | 'none';
export type TopBy = 'host' | 'conversation' | 'application' | 'protocol';
export type Sort = 'bytes' | 'packets' | 'flows';

/** Every answer says whether all nodes have reported the windows it is made of. */
export interface Answer {
  from: string;
  to: string;
  complete: boolean;
  missing_nodes: string[];
}

export interface Series {
  key: string;
  name: string;
  total: number;
  /** one sum per step, as many as there are times */
  values: number[];
}

export interface Timeseries extends Answer {
  step_seconds: number;
  /** none: not split */
  by: string[];
  metric: Metric;
  times: string[];
  series: Series[];
}

export interface TopRow {
  key: string;
  name: string;
  value: number;
  share: number;
  packets: number;
  bytes: number;
  frame_bytes: number;
  flows: number;
}

export interface Top extends Answer {
  by: string[];
  metric: Metric;
  total: number;
  rows: TopRow[];
  other: number;
}

export interface Volume {
  packets: number;
  bytes: number;
  frame_bytes?: number;
}

export interface Conversation {
  client: string;
  server: string;
  server_port: number;
  protocol: string;
  application: string | null;
  flows: number;
  packets: number;
  bytes: number;
  frame_bytes: number;
  forward: Volume;
  reverse: Volume;
  retransmitted_packets: number;
  out_of_order_packets: number;
  first_window: string;
  last_window: string;
}

export interface Conversations extends Answer {
  total_rows?: number | null;
  rows: Conversation[];
  /** what is below the top K of its window, so that rows + other = all */
  other: { flows: number; packets: number; bytes: number; frame_bytes: number };
  next: string | null;
}

/** Packets and frame bytes (on the wire). */
export interface Amount {
  packets: number;
  bytes: number;
}

export interface Balance {
  received: Amount;
  persisted: Amount;
  /** by cause: not_ip, malformed_ip, kernel, filtered, table_full, publish_full, ... */
  other: Record<string, Amount>;
  unexplained: Amount;
  windows: number;
  flows: number;
}

export interface Ledger extends Answer, Balance {
  nodes: (Balance & { node: string })[];
}

export interface Source {
  source: string;
  earliest_window: string;
  latest_window: string;
  windows: number;
}

export interface Status {
  version: string;
  earliest_window: string | null;
  latest_window: string | null;
  last_closed_at: string | null;
  freshness_seconds: number | null;
  sources: Source[];
}

/** A request the server refused (problem details, RFC 9457), or that never reached it (status 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly parameter: string | null = null,
    /** where in the parameter, from 1, and what would be right; null where nothing is said */
    readonly line: number | null = null,
    readonly column: number | null = null,
    readonly hint: string | null = null,
  ) {
    super(detail || title);
  }
}

/** What part of the data a question is about: windows that start in [from, to) of these sources, rows that the filter takes; null and empty: no limit. */
export interface Slice {
  from: string | null;
  to: string | null;
  sources: string[];
  filter: string;
}

type Parameters = Record<string, string | number | null | undefined>;

export const status = (signal?: AbortSignal) => get<Status>('status', null, {}, signal);

export const ledger = (slice: Slice, signal?: AbortSignal) => get<Ledger>('ledger', { ...slice, filter: '' }, {}, signal); // the equation is of everything

export const timeseries = (slice: Slice, by: By, metric: Metric, signal?: AbortSignal) =>
  get<Timeseries>('timeseries', slice, { by, metric }, signal);

export const top = (slice: Slice, by: TopBy, metric: Metric, limit: number, signal?: AbortSignal) =>
  get<Top>('top', slice, { by, metric, limit }, signal);

export const conversations = (slice: Slice, sort: Sort, limit: number, cursor: string | null, signal?: AbortSignal) =>
  get<Conversations>('conversations', slice, { sort, limit, cursor }, signal);

async function get<T>(path: string, slice: Slice | null, parameters: Parameters, signal?: AbortSignal): Promise<T> {
  const query = new URLSearchParams();
  if (slice?.from) query.set('from', slice.from);
  if (slice?.to) query.set('to', slice.to);
  for (const source of slice?.sources ?? []) query.append('source', source);
  if (slice?.filter) query.set('filter', slice.filter);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined) query.set(name, String(value));
  }
  const response = await reach(`/api/v1/${path}?${query}`, signal);
  const problem = response.ok ? null : await refusal(response);
  if (slice?.filter) verdict.tell(problem?.parameter === 'filter' ? problem : null);
  if (problem) throw problem;
  return (await response.json()) as T;
}

async function reach(url: string, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { signal, headers: { accept: 'application/json' } });
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error;
    throw new Problem(0, '', '');
  }
}

async function refusal(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as Partial<Problem>;
  const { title = response.statusText, detail = '', parameter = null, line = null, column = null, hint = null } = body;
  return new Problem(response.status, title, detail, parameter, line, column, hint);
}
