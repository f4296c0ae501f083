// Pulses: what each node counted in the last second, pushed by the server. For the eye only; sums come from windows.

interface PulsePoint {
  point: string;
  received_packets: number;
  received_bytes: number;
  metered_packets: number;
  metered_bytes: number;
  dropped_packets: number;
}

interface Pulse {
  node: string;
  time: string;
  interval_seconds: number;
  packet_time: string | null;
  active_flows: number;
  pending_bytes: number;
  points: PulsePoint[];
}

/** A node's rates at one time, frame bytes. */
export interface Sample {
  time: number; // ms since 1970, this machine's clock
  bytesPerSecond: number;
  packetsPerSecond: number;
  activeFlows: number;
}

export interface NodeRate {
  node: string;
  latest: Sample;
  silentSeconds: number;
}

export type Connection = 'off' | 'connecting' | 'open' | 'lost';

const KEPT_MS = 300_000;
const HELD_MS = 3_000; // a sample stands for its node until the next, at most so long
const FIRST_MS = 4_000; // a node sends a pulse each second: nothing is known before one could have come

/** The stream of pulses and the last five minutes of it. Fires `change` at each pulse and each change of the connection. */
class Live extends EventTarget {
  connection: Connection = 'off';
  #stream: EventSource | null = null;
  readonly #samples = new Map<string, Sample[]>();

  start() {
    if (this.#stream) return;
    this.#connection('connecting');
    this.#stream = new EventSource('/api/v1/live');
    this.#stream.onopen = () => this.#opened(this.#stream);
    this.#stream.onerror = () => this.#lost();
    this.#stream.addEventListener('pulse', (event) => this.#add(JSON.parse(event.data) as Pulse));
  }

  stop() {
    this.#stream?.close();
    this.#stream = null;
    this.#connection('off');
  }

  /** The nodes' latest rates, by name; nodes unheard of for a minute are gone. */
  nodes(sources: string[], now = Date.now()): NodeRate[] {
    return [...this.#samples]
      .filter(([node]) => belongs(node, sources))
      .map(([node, samples]) => {
        const latest = samples[samples.length - 1];
        return { node, latest, silentSeconds: Math.round((now - latest.time) / 1000) };
      })
      .filter(({ silentSeconds }) => silentSeconds < 60)
      .sort((a, b) => a.node.localeCompare(b.node));
  }

  /** The rate of all these nodes together, one value a second in [from, to] as far as it is kept; null before the first pulse. */
  history(from: number, to: number, sources: string[], rate: (sample: Sample) => number): [number, number | null][] {
    const nodes = [...this.#samples].filter(([node]) => belongs(node, sources)).map(([, samples]) => samples);
    const points: [number, number | null][] = [];
    const since = Math.max(from, to - KEPT_MS);
    for (let time = Math.ceil(since / 1000) * 1000; time <= to; time += 1000) {
      const held = nodes.map((samples) => at(samples, time)).filter((sample) => sample !== null);
      points.push([time, held.length === 0 ? null : held.reduce((sum, sample) => sum + rate(sample), 0)]);
    }
    return points;
  }

  #add(pulse: Pulse) {
    const seconds = pulse.interval_seconds || 1;
    const sum = (field: keyof PulsePoint) =>
      pulse.points.reduce((total, point) => total + Number(point[field] ?? 0), 0) / seconds;
    const now = Date.now();
    const samples = (this.#samples.get(pulse.node) ?? []).filter(({ time }) => time > now - KEPT_MS);
    samples.push({
      time: now,
      bytesPerSecond: sum('received_bytes'),
      packetsPerSecond: sum('received_packets'),
      activeFlows: pulse.active_flows,
    });
    this.#samples.set(pulse.node, samples);
    this.connection = 'open';
    this.dispatchEvent(new Event('change'));
  }

  #opened(stream: EventSource | null) {
    this.#connection('connecting');
    setTimeout(() => this.connection === 'connecting' && this.#stream === stream && this.#connection('open'), FIRST_MS);
  }

  #lost() {
    this.#connection('lost');
    if (this.#stream?.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    const closed = this.#stream;
    setTimeout(() => {
      if (this.#stream !== closed) return;
      this.#stream = null;
      this.start();
    }, 3000);
  }

  #connection(connection: Connection) {
    this.connection = connection;
    this.dispatchEvent(new Event('change'));
  }
}

/** Nodes of replayed files are named `file#digest` and are their own source; all others are the source "live". */
function belongs(node: string, sources: string[]): boolean {
  if (sources.length === 0) return true;
  return sources.includes(node.includes('#') ? node : 'live');
}

function at(samples: Sample[], time: number): Sample | null {
  for (let i = samples.length - 1; i >= 0; i--) {
    if (samples[i].time <= time + 500) return time - samples[i].time > HELD_MS ? null : samples[i];
  }
  return null;
}

export const live = new Live();
