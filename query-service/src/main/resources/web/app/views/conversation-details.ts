// One conversation with all its facts: sums, directions, names, and what it was at the same time yesterday.
import { LitElement, css, html, nothing } from 'lit';
import { isCompared, ratesOf } from '../chart/rates.ts';
import '../chart/traffic-chart.ts';
import { conversations, timeseries, top } from '../data/api.ts';
import { Loader } from '../data/loader.ts';
import { WINDOW_MS, zoom, zoomOut, type Scope } from '../data/scope.ts';
import type { Conversation, Timeseries, Top } from '../data/shapes.ts';
import { Subscribed, store } from '../data/state.ts';
import { between, change, exact, percent, short } from '../format.ts';
import { colours } from '../palette.ts';
import { awaited } from '../parts/notice.ts';
import { base, controls } from '../parts/styles.ts';
import { say, t, word } from '../strings.ts';
import { theme } from '../theme.ts';

const NAMES = ['entity', 'pod', 'service', 'node', 'network'];

interface Answer {
  row: Conversation | null;
  series: Timeseries;
  client: Top;
  server: Top;
}

class ConversationDetails extends LitElement {
  declare scope: Scope;
  /** the conversation, as the filter that takes it */
  declare filter: string;

  static properties = { scope: { attribute: false }, filter: {} };

  static styles = [
    base,
    controls,
    css`
      aside {
        padding: 0.75rem 1rem 1rem;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.75rem;
      }
      .head {
        display: flex;
        justify-content: space-between;
        align-items: start;
        gap: 0.5rem;
      }
      .head p {
        overflow-wrap: anywhere;
      }
      .sums {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0.5rem;
      }
      .sums div {
        display: grid;
        align-content: space-between;
        padding: 0.5rem 0.75rem;
        background: var(--hover);
        border-radius: 8px;
      }
      .sums dt,
      .facts dt {
        color: var(--muted);
      }
      .sums dd {
        font-size: 1.3rem;
        font-weight: 600;
      }
      .sums small {
        font-size: 12px;
        font-weight: 400;
        color: var(--muted);
      }
      .facts {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0.25rem 1rem;
        font-size: 13px;
      }
      .facts dd {
        overflow-wrap: anywhere;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 0.4rem;
      }
      tm-traffic-chart {
        height: 170px;
      }
    `,
  ];

  readonly #answer = new Loader<Answer>(this);

  constructor() {
    super();
    new Subscribed(this, theme);
  }

  willUpdate() {
    const slice = { ...this.scope, filter: this.filter };
    this.#answer.ask(`${this.scope.key} ${this.filter}`, async (signal) => {
      const names = (end: string) => top(slice, NAMES.map((name) => `${end}.${name}`).join(','), 'bytes', 1, '', signal);
      const [page, series, client, server] = await Promise.all([
        conversations(slice, 'bytes', 1, null, signal),
        timeseries(slice, 'none', 'bytes', '1d', signal),
        names('src'),
        names('dst'),
      ]);
      return { row: page.rows[0] ?? null, series, client, server };
    });
  }

  render() {
    const { value } = this.#answer;
    return html`
      <aside class="panel" aria-labelledby="title" data-testid="details">
        <div class="head">
          <div>
            <h2 id="title">${t.details.title}</h2>
            <p>${value?.row ? `${value.row.client} → ${value.row.server}` : nothing}</p>
          </div>
          <button class="plain" aria-label=${t.close} title=${t.close} data-testid="details-close" @click=${() => store.update({ open: '' })}>✕</button>
        </div>
        ${awaited(this.#answer)} ${value ? this.#facts(value) : nothing}
      </aside>
    `;
  }

  #facts({ row, series, client, server }: Answer) {
    const total = series.series.reduce((sum, { total }) => sum + total, 0);
    const earlier = series.series.reduce((sum, { earlier_total }) => sum + (earlier_total ?? 0), 0);
    return html`
      <dl class="sums">
        <div><dt>${t.details.inRange}</dt><dd data-testid="details-now" data-value=${total} title="${exact(total)} B">${short(total, 'B')}</dd></div>
        <div>
          <dt>${t.details.yesterday}</dt>
          ${isCompared(series)
            ? html`<dd data-testid="details-yesterday" data-value=${earlier} title="${exact(earlier)} B">${short(earlier, 'B')} <small>${change(total, earlier)}</small></dd>`
            : html`<dd data-testid="details-yesterday" title=${t.compare.unrecorded}>–</dd>`}
        </div>
      </dl>
      ${total + earlier > 0 ? this.#chart(series) : nothing}
      ${row ? facts(row, client, server) : html`<p class="muted">${t.details.gone}</p>`}
      <div class="actions">
        <button @click=${() => store.narrow(this.filter)}>${t.details.filter}</button>
        ${row
          ? html`
              <button @click=${() => store.narrow(`any.addr == ip("${row.client}")`)}>${t.details.filterClient}</button>
              <button @click=${() => store.narrow(`any.addr == ip("${row.server}")`)}>${t.details.filterServer}</button>
            `
          : nothing}
      </div>
    `;
  }

  #chart(series: Timeseries) {
    const rates = ratesOf(series, this.scope, 'bytes', 'bits');
    return html`
      <div>
        <tm-traffic-chart
          .rates=${rates}
          .colours=${colours(rates.series, theme.dark)}
          unit="bit/s"
          .start=${this.scope.start ?? rates.times[0] ?? Date.parse(series.from)}
          .end=${this.scope.end ?? rates.end}
          .dark=${theme.dark}
          .label=${t.details.time}
          @zoom=${({ detail: { from, to } }: CustomEvent<{ from: number; to: number }>) => zoom(from, to)}
          @zoomout=${() => zoomOut(this.scope)}
        ></tm-traffic-chart>
        <p class="muted">${isCompared(series) ? t.compare.line : t.compare.unrecorded}</p>
      </div>
    `;
  }
}

function facts(row: Conversation, client: Top, server: Top) {
  const way = ({ bytes, frame_bytes, packets }: Conversation['forward']) =>
    `${say(t.conversations.bytesTitle, { bytes: exact(bytes), frames: exact(frame_bytes) })}${t.list}${say(t.ledger.packets, { n: exact(packets) })}`;
  const all: [string, string][] = [
    [t.columns.client, row.client],
    [t.details.clientNames, namesOf(client)],
    [t.columns.server, row.server],
    [t.details.serverNames, namesOf(server)],
    [t.columns.port, row.server_port ? String(row.server_port) : ''],
    [t.columns.protocol, row.protocol.toUpperCase()],
    [t.columns.application, row.application ?? ''],
    [t.columns.to_server, way(row.forward)],
    [t.columns.to_client, way(row.reverse)],
    [t.columns.bytes, exact(row.bytes)],
    [t.columns.frame_bytes, exact(row.frame_bytes)],
    [t.columns.packets, exact(row.packets)],
    [t.columns.flows, exact(row.flows)],
    [t.columns.retransmitted, `${exact(row.retransmitted_packets)} (${say(t.details.ratio, { percent: percent(row.packets > 0 ? row.retransmitted_packets / row.packets : 0) })})`],
    [t.columns.out_of_order, exact(row.out_of_order_packets)],
    [t.details.seen, between(Date.parse(row.first_window), Date.parse(row.last_window) + WINDOW_MS)],
  ];
  return html`<dl class="facts">${all.filter(([, value]) => value !== '').map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** What names an end has; empty where none is known. */
function namesOf({ rows, by }: Top): string {
  const group = rows[0]?.group ?? [];
  return group
    .map((name, i) => [NAMES[i] === 'entity' ? t.dimensions.workload : word(t.dimensions, NAMES[i])?.trim() ?? by[i], name] as const)
    .filter(([, name]) => name && name !== 'unknown' && !name.startsWith('network/'))
    .map(([field, name]) => `${field}${t.colon}${name}`)
    .join(t.list);
}

customElements.define('tm-conversation', ConversationDetails);
