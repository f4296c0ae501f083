// The only module that talks to the server.
import { language } from '../language.ts';
import { verdict } from './filter.ts';
import type {
  Conversations, Field, Heatmap, Ledger, Level, Metric, Nodes, Sankey, Sketched, Sort, Status, Timeseries, Top, Topology, WindowLedgers,
} from './shapes.ts';
import { store } from './state.ts';

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

const everything = (slice: Slice) => ({ ...slice, filter: '' }); // what a filter has no say in

export const status = (signal?: AbortSignal) => get<Status>('status', null, {}, signal);

export const fields = (signal?: AbortSignal) => get<Field[]>('fields', null, {}, signal);

export const ledger = (slice: Slice, signal?: AbortSignal) => get<Ledger>('ledger', everything(slice), {}, signal);

export const windowLedgers = (slice: Slice, node: string, limit: number, signal?: AbortSignal) =>
  get<WindowLedgers>('ledger/windows', everything(slice), { node, limit }, signal);

export const nodes = (slice: Slice, signal?: AbortSignal) => get<Nodes>('nodes', everything(slice), { limit: 1000 }, signal);

export const timeseries = (slice: Slice, by: string, metric: Metric, compare: string, signal?: AbortSignal) =>
  get<Timeseries>('timeseries', slice, { by, metric, compare }, signal);

export const top = (slice: Slice, by: string, metric: Metric | Sketched, limit: number, compare: string, signal?: AbortSignal) =>
  get<Top>('top', slice, { by, metric, limit, compare }, signal);

export const topology = (slice: Slice, by: Level, metric: Metric, limit: number, signal?: AbortSignal) =>
  get<Topology>('topology', slice, { by, metric, limit }, signal);

export const sankey = (slice: Slice, by: string, metric: Metric, limit: number, signal?: AbortSignal) =>
  get<Sankey>('sankey', slice, { by, metric, limit }, signal);

export const heatmap = (slice: Slice, by: string, metric: Metric, limit: number, signal?: AbortSignal) =>
  get<Heatmap>('heatmap', slice, { by, metric, limit }, signal);

export const conversations = (slice: Slice, sort: Sort, limit: number, cursor: string | null, signal?: AbortSignal) =>
  get<Conversations>('conversations', slice, { sort, limit, cursor }, signal);

/** A page of the same as CSV, and the cursor of the next one. */
export async function conversationsCsv(slice: Slice, sort: Sort, limit: number, cursor: string | null) {
  const response = await reach(urlOf('conversations', slice, { sort, limit, cursor, format: 'csv' }));
  if (!response.ok) throw await refusal(response);
  const link = response.headers.get('link')?.match(/<([^>]*)>; *rel="?next/)?.[1];
  return { text: await response.text(), next: link ? new URL(link, location.href).searchParams.get('cursor') : null };
}

function urlOf(path: string, slice: Slice | null, parameters: Parameters): string {
  const query = new URLSearchParams();
  if (slice?.from) query.set('from', slice.from);
  if (slice?.to) query.set('to', slice.to);
  for (const source of slice?.sources ?? []) query.append('source', source);
  if (slice?.filter) query.set('filter', slice.filter);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  }
  return `/api/v1/${path}?${query}`;
}

async function get<T>(path: string, slice: Slice | null, parameters: Parameters, signal?: AbortSignal): Promise<T> {
  const response = await reach(urlOf(path, slice, parameters), signal);
  const problem = response.ok ? null : await refusal(response);
  if (slice?.filter && slice.filter === store.state.filter) verdict.tell(problem?.parameter === 'filter' ? problem : null);
  if (problem) throw problem;
  return (await response.json()) as T;
}

async function reach(url: string, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { signal, headers: { accept: url.includes('format=csv') ? 'text/csv' : 'application/json', 'accept-language': language } });
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
