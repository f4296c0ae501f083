// Who talked to whom: one row per client, server, port and protocol; rows and `other` add up to all that was counted.
import { LitElement, css, html, nothing } from 'lit';
import { conversations, type Conversation, type Conversations, type Ledger, type Sort } from '../data/api.ts';
import { Loader } from '../data/loader.ts';
import { WINDOW_MS, type Scope } from '../data/scope.ts';
import { Subscribed, store } from '../data/state.ts';
import { between, exact, scaleOf, scaled, type Scale } from '../format.ts';
import { pairedBar } from '../parts/bars.ts';
import { csvOf, download } from '../parts/csv.ts';
import { failure, loading } from '../parts/notice.ts';
import { base, controls, tables } from '../parts/styles.ts';
import { t } from '../strings.ts';

const PAGE = 50;
const NONE: Sum = { packets: 0, bytes: 0, flows: 0 };

class ConversationsView extends LitElement {
  declare scope: Scope;
  declare ledger: Ledger | null;
  declare private more: boolean;

  static properties = { scope: { attribute: false }, ledger: { attribute: false }, more: { state: true } };

  static styles = [
    base,
    controls,
    tables,
    css`
      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem 0.9rem;
        padding: 0.6rem 0.75rem;
      }
      .tools button {
        margin-left: auto;
      }
      thead th {
        position: sticky;
        top: 0;
        background: var(--surface);
        z-index: 1;
        box-shadow: 0 1px var(--line);
      }
      th button {
        all: unset;
        cursor: pointer;
        border-radius: 4px;
      }
      th button:hover {
        color: var(--text);
        text-decoration: underline;
      }
      th button:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }
      th[aria-sort] {
        color: var(--text);
        font-weight: 600;
      }
      tbody th,
      .host {
        overflow-wrap: anywhere;
        white-space: normal;
      }
      .host {
        width: 19%;
        min-width: 9ch;
      }
      tfoot th {
        max-width: 0;
      }
      .port {
        color: var(--muted);
        white-space: nowrap;
      }
      .narrow {
        display: none;
      }
      .both {
        width: 22%;
        min-width: 210px;
      }
      .both div {
        display: grid;
        grid-template-columns: 4.6rem 1fr 4.6rem;
        gap: 0.5rem;
        align-items: center;
      }
      .pair {
        display: block;
        width: 100%;
        height: 10px;
        border-radius: 2px;
        background: linear-gradient(var(--line), var(--line)) center / 1px 100% no-repeat;
      }
      .forward {
        fill: var(--forward);
      }
      .reverse {
        fill: var(--reverse);
      }
      .bad {
        color: var(--bad);
      }
      .foot {
        padding: 0.6rem 0.75rem;
        display: flex;
        align-items: center;
        gap: 1rem;
      }
      @media (max-width: 900px) {
        .wide {
          display: none;
        }
      }
      @media (max-width: 620px) {
        .middle {
          display: none;
        }
        .host {
          width: 60%;
        }
        .narrow {
          display: block;
          color: var(--muted);
        }
        th,
        td {
          padding-inline: 0.5rem;
        }
      }
    `,
  ];

  readonly #answer = new Loader<Conversations>(this);
  #pages = 1;
  #asked = '';

  constructor() {
    super();
    this.more = false;
    new Subscribed(this);
  }

  willUpdate() {
    const { sort } = store.state;
    const { moving, key, sources, filter } = this.scope;
    const question = JSON.stringify([moving ? store.state.last : key, sources, filter, sort]);
    if (question !== this.#asked) this.#pages = 1;
    this.#asked = question;
    if (this.#pages > 1) return; // more rows are open: they would jump under the reader's eyes
    this.#answer.ask(`${this.scope.key} ${sort}`, (signal) => conversations(this.scope, sort, PAGE, null, signal));
  }

  render() {
    const { value, error } = this.#answer;
    if (error && !value) return failure(error);
    if (!value) return html`<section class="panel">${loading()}</section>`;
    if (value.rows.length === 0 && value.other.packets === 0) return html`<section class="panel"><slot name="empty"></slot></section>`;
    return html`
      <section class="panel" aria-labelledby="title">
        <div class="tools">
          <h2 id="title">${t.conversations.title}</h2>
          <span class="muted">${t.conversations.shown(value.rows.length, value.total_rows ?? null)}</span>
          <button @click=${() => download('conversations.csv', csvOf(value))}>${t.conversations.csv}</button>
        </div>
        <div class="scroll">${this.#table(value)}</div>
        <div class="foot">
          ${value.next ? html`<button ?disabled=${this.more} @click=${this.#more}>${t.conversations.more}</button>` : nothing}
          ${this.#pages > 1 && this.scope.moving
            ? html`<span class="muted">${t.conversations.held}</span>
                <button class="plain" @click=${this.#follow}>${t.conversations.follow}</button>`
            : nothing}
        </div>
      </section>
    `;
  }

  #table(answer: Conversations) {
    const { rows, other } = answer;
    const largest = Math.max(1, ...rows.flatMap(({ forward, reverse }) => [forward.bytes, reverse.bytes]));
    const bytes = scaleOf([other.bytes, ...rows.map((row) => row.bytes)]);
    const ways = scaleOf(rows.flatMap(({ forward, reverse }) => [forward.bytes, reverse.bytes]));
    return html`
      <table data-testid="conversations-table" data-value=${rows.length}>
        <caption class="away">${t.conversations.caption}</caption>
        <thead>
          <tr>
            <th scope="col">${t.columns.client}</th>
            <th scope="col" class="middle">${t.columns.server}</th>
            <th scope="col" class="middle">${t.columns.application}</th>
            <th scope="col" class="wide">${t.columns.protocol}</th>
            ${this.#sortable('bytes', t.columns.bytes, `${bytes.prefix}B`)} 
            <th scope="col" class="both wide">${t.columns.both} <span class="unit">${ways.prefix}B</span></th>
            ${this.#sortable('packets', t.columns.packets)} ${this.#sortable('flows', t.columns.flows, '', 'middle')}
            <th scope="col" class="number middle">${t.columns.retransmitted}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => conversation(row, bytes, ways, largest))}
        </tbody>
        <tfoot>
          ${this.#sums(answer, bytes)}
        </tfoot>
      </table>
    `;
  }

  #sortable(sort: Sort, name: string, unit = '', width = '') {
    const chosen = store.state.sort === sort;
    return html`
      <th scope="col" class="number ${width}" aria-sort=${chosen ? 'descending' : nothing}>
        <button title=${t.conversations.sortBy(name)} @click=${() => store.update({ sort })}>
          ${name}${chosen ? html` <span aria-hidden="true">↓</span>` : nothing}
        </button>
        ${unit ? html`<span class="unit">${unit}</span>` : nothing}
      </th>
    `;
  }

  /** The grey rows that make the sum whole, and the sum. */
  #sums({ rows, other, next, from, to }: Conversations, scale: Scale) {
    const shown = rows.reduce<Sum>((sum, { packets, bytes, flows }) => add(sum, { packets, bytes, flows }), NONE);
    const same = this.ledger !== null && this.ledger.from === from && this.ledger.to === to && !this.scope.filter;
    const all = same ? this.ledger : null;
    const hidden = all ? all.persisted.packets - shown.packets - other.packets : 0;
    const whole = next === null ? add(shown, other) : null;
    return html`
      ${other.packets > 0 ? sumRow(t.conversations.other, other, scale, 'other') : nothing}
      ${next && all && hidden > 0
        ? sumRow(t.conversations.rest, { packets: hidden, bytes: null, flows: all.flows - shown.flows - other.flows }, scale, 'other')
        : nothing}
      ${whole
        ? sumRow(t.conversations.total, whole, scale, 'total')
        : all
          ? sumRow(t.conversations.total, { packets: all.persisted.packets, bytes: null, flows: all.flows }, scale, 'total')
          : nothing}
    `;
  }

  #more = async () => {
    const { value } = this.#answer;
    if (!value?.next || this.more) return;
    this.more = true;
    this.#pages++;
    try {
      const slice = { from: value.from, to: value.to, sources: this.scope.sources, filter: this.scope.filter };
      const page = await conversations(slice, store.state.sort, PAGE, value.next);
      this.#answer.replace({ ...value, next: page.next, rows: [...value.rows, ...page.rows] });
    } finally {
      this.more = false;
    }
  };

  #follow = () => {
    this.#pages = 1;
    this.requestUpdate();
  };
}

interface Sum {
  packets: number;
  bytes: number | null;
  flows: number;
}

const add = (a: Sum, b: Sum): Sum => ({
  packets: a.packets + b.packets,
  bytes: (a.bytes ?? 0) + (b.bytes ?? 0),
  flows: a.flows + b.flows,
});

function sumRow(name: string, { packets, bytes, flows }: Sum, scale: Scale, kind: string) {
  return html`
    <tr class=${kind} data-testid="conversations-${kind}" data-value=${packets}>
      <th scope="row">${name}</th>
      <td class="middle"></td>
      <td class="middle"></td>
      <td class="wide"></td>
      ${bytes === null ? html`<td></td>` : amount(bytes, scale, 'B')}
      <td class="wide"></td>
      <td class="number">${exact(packets)}</td>
      <td class="number middle">${exact(flows)}</td>
      <td class="middle"></td>
    </tr>
  `;
}

function conversation(row: Conversation, bytes: Scale, ways: Scale, largest: number) {
  const { forward, reverse } = row;
  const server = html`${row.server_port ? endpoint(row.server) : row.server}${row.server_port ? html`<span class="port">:${row.server_port}</span>` : nothing}`;
  const when = between(Date.parse(row.first_window), Date.parse(row.last_window) + WINDOW_MS);
  return html`
    <tr title=${when}>
      <th scope="row" class="host">
        ${row.client}<span class="narrow">→ ${server} ${row.application ?? row.protocol}</span>
      </th>
      <td class="host middle">${server}</td>
      <td class="middle">${row.application ?? ''}</td>
      <td class="wide">${row.protocol.toUpperCase()}</td>
      ${amount(row.bytes, bytes, `B of IP, ${exact(row.frame_bytes)} B on the wire`)}
      <td class="both wide">
        <div>
          <span class="number" title=${way(t.columns.toClient, reverse)}>${scaled(reverse.bytes, ways)}</span>
          ${pairedBar(forward.bytes, reverse.bytes, largest)}
          <span title=${way(t.columns.toServer, forward)}>${scaled(forward.bytes, ways)}</span>
        </div>
      </td>
      <td class="number" data-value=${row.packets} title="${exact(forward.packets)} ${t.columns.toServer}, ${exact(reverse.packets)} ${t.columns.toClient}">
        ${exact(row.packets)}
      </td>
      <td class="number middle">${exact(row.flows)}</td>
      <td class="number middle ${row.retransmitted_packets > 0 ? 'bad' : 'muted'}" title="${exact(row.out_of_order_packets)} ${t.columns.outOfOrder.toLowerCase()}">
        ${exact(row.retransmitted_packets)}
      </td>
    </tr>
  `;
}

/** An address before a port (RFC 5952, section 6). */
const endpoint = (address: string) => (address.includes(':') ? `[${address}]` : address);

const amount = (value: number, scale: Scale, unit: string) =>
  html`<td class="number" data-value=${value} title="${exact(value)} ${unit}">${scaled(value, scale)}</td>`;

const way = (where: string, { packets, bytes }: { packets: number; bytes: number }) =>
  `${exact(bytes)} B, ${exact(packets)} packets ${where}`;

customElements.define('tm-conversations', ConversationsView);
