// Answers of the server, as REST tells them, names included; times are ISO-8601 UTC.

export type Metric = 'frame_bytes' | 'bytes' | 'packets' | 'flows' | 'retransmitted_packets';
/** Of what cannot be summed up: told of protocols, applications and ports; round trips in ns. */
export type Sketched = 'round_trip_p50' | 'round_trip_p90' | 'round_trip_p95' | 'round_trip_p99' | 'clients';
export type Sort = 'bytes' | 'packets' | 'flows';
export type Level = 'namespace' | 'workload' | 'node' | 'zone' | 'host';

/** Every answer says whether all nodes have reported the windows it is made of. */
export interface Answer {
  from: string;
  to: string;
  complete: boolean;
  missing_nodes: string[];
  /** first window that is here, and the end of the last one; null: nothing was recorded */
  recorded_from: string | null;
  recorded_to: string | null;
}

/** The range that an answer was compared with. */
export type Earlier = Answer;

export interface Series {
  key: string;
  name: string;
  /** takes this series' traffic; null: no filter can */
  filter: string | null;
  total: number;
  /** one sum per step, as many as there are times */
  values: number[];
  earlier_total: number | null;
  earlier: number[] | null;
}

export interface Timeseries extends Answer {
  step_seconds: number;
  /** empty: not split */
  by: string[];
  metric: Metric;
  times: string[];
  series: Series[];
  earlier: Earlier | null;
}

export interface TopRow {
  key: string;
  name: string;
  group: (string | null)[];
  filter: string | null;
  /** null: the metric tells nothing of it, as of UDP's handshakes */
  value: number | null;
  share: number | null;
  packets: number;
  bytes: number;
  frame_bytes: number;
  flows: number;
  earlier: number | null;
}

export interface Top extends Answer {
  by: string[];
  metric: Metric | Sketched;
  total: number | null;
  total_rows: number;
  rows: TopRow[];
  other: number | null;
  earlier: Earlier | null;
  earlier_total: number | null;
  earlier_other: number | null;
}

export interface Volume {
  packets: number;
  bytes: number;
  frame_bytes: number;
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
  total_rows: number | null;
  rows: Conversation[];
  /** what is below the top K of its window, so that rows + other = all */
  other: { flows: number; packets: number; bytes: number; frame_bytes: number };
  next: string | null;
}

export interface TopologyNode {
  key: string;
  name: string;
  filter: string | null;
  value: number;
}

export interface TopologyEdge {
  client: string;
  server: string;
  filter: string | null;
  value: number;
  packets: number;
  retransmitted_packets: number;
}

export interface Topology extends Answer {
  by: Level;
  metric: Metric;
  total: number;
  total_edges: number;
  nodes: TopologyNode[];
  edges: TopologyEdge[];
  other: number;
}

/** One value of one dimension; its key is null for the rest. */
export interface SankeyNode {
  layer: number;
  key: string | null;
  name: string;
  filter: string | null;
  value: number;
}

export interface SankeyLink {
  layer: number;
  source: string | null;
  target: string | null;
  value: number;
}

export interface Sankey extends Answer {
  by: string[];
  metric: Metric;
  total: number;
  nodes: SankeyNode[];
  links: SankeyLink[];
}

export interface HeatRow {
  key: string;
  name: string;
  filter: string | null;
  total: number;
  cells: number[];
}

export interface Heatmap extends Answer {
  step_seconds: number;
  by: string[];
  metric: Metric;
  times: string[];
  rows: HeatRow[];
  largest: number;
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

/** The equation of one window, or of a longer step. */
export interface WindowLedger {
  time: string;
  received: Amount;
  persisted: Amount;
  other: Record<string, Amount>;
  unexplained: Amount;
  flows: number;
  missing_nodes: string[];
}

export interface WindowLedgers extends Answer {
  step_seconds: number;
  node: string | null;
  /** latest first */
  rows: WindowLedger[];
}

export interface NodeRow {
  node: string;
  source: string;
  state: 'current' | 'missing' | 'gone';
  first_window: string | null;
  last_window: string | null;
  windows: number;
  missing_windows: number;
  last_missing: string | null;
}

export interface Nodes extends Answer {
  total_rows: number;
  rows: NodeRow[];
  next: string | null;
}

export interface Source {
  source: string;
  earliest_window: string;
  latest_window: string;
  windows: number;
}

/** How far a consumer group is behind Kafka's log; null: the broker does not say. */
export interface Lag {
  group: string;
  topic: string;
  records: number | null;
  /** the least of the last minute: 0 of who keeps up */
  backlog: number | null;
}

export interface Status {
  version: string;
  earliest_window: string | null;
  latest_window: string | null;
  last_closed_at: string | null;
  freshness_seconds: number | null;
  database_bytes: number;
  lag: Lag[];
  retention: { resolution: string; seconds: number }[];
  sources: Source[];
}

/** A field of the filter language. */
export interface Field {
  name: string;
  type: 'address' | 'string' | 'int';
  unit: string | null;
  description: string;
  example: string;
  /** traffic can be split by it */
  grouped: boolean;
  grains: string[];
}
