// Who talked to whom: one row per client, server, port and protocol; rows and `other` add up to all that was counted.
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { conversations } from '../data/api.ts';
import { conversationsFile, download } from '../data/csv.ts';
import { Loader } from '../data/loader.ts';
import type { Scope } from '../data/scope.ts';
import type { Conversation, Conversations, Ledger } from '../data/shapes.ts';
import { Subscribed, store } from '../data/state.ts';
import { exact, scaled } from '../format.ts';
import { incomplete } from '../parts/ledger-strip.ts';
import { failure, loading } from '../parts/notice.ts';
import { Outside } from '../parts/outside.ts';
import { base, controls, links, tables } from '../parts/styles.ts';
import { say, t } from '../strings.ts';
import { COLUMNS, USUAL, measure, server, type Column, type Measures } from './conversation-columns.ts';
import { conversationStyles } from './conversation-styles.ts';
import './conversation-details.ts';

const PAGE = 100;
const AHEAD = 40; // rows from the end at which the next page is asked for
const SPARE = 12; // rows drawn beyond what is seen
const NONE: Sum = { packets: 0, bytes: 0, flows: 0 };

class ConversationsView extends LitElement {
  declare scope: Scope;
  declare ledger: Ledger | null;
  declare private from: number; // rows that are drawn
  declare private to: number;
  declare private choosing: boolean;
  declare private exporting: number | null; // rows so far
  declare private failed: Error | null; // why there are no further rows, or no file

  static properties = {
    scope: { attribute: false },
    ledger: { attribute: false },
    from: { state: true },
    to: { state: true },
    choosing: { state: true },
    exporting: { state: true },
    failed: { state: true },
  };

  static styles = [base, controls, links, tables, conversationStyles];

  readonly #answer = new Loader<Conversations>(this);
  #held = false; // the reader is further down: rows would jump under their eyes
  #asking = false;
  #asked = '';
  #resize = new ResizeObserver(() => this.#look());

  constructor() {
    super();
    this.from = 0;
    this.to = 60;
    this.choosing = false;
    this.exporting = null;
    this.failed = null;
    new Subscribed(this);
    new Outside(this, () => this.renderRoot.querySelector('.chooser'), () => (this.choosing = false));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resize.disconnect();
  }

  willUpdate() {
    const { sort, last } = store.state;
    const { moving, key, sources, filter } = this.scope;
    const question = JSON.stringify([moving ? last : key, sources, filter, sort]);
    if (question !== this.#asked) {
      this.#held = false;
      this.failed = null;
    }
    this.#asked = question;
    if (this.#held) return;
    this.#answer.ask(`${this.scope.key} ${sort}`, (signal) => conversations(this.scope, sort, PAGE, null, signal));
  }

  updated(_: PropertyValues) {
    const scroller = this.#scroller;
    if (!scroller) return;
    this.#resize.observe(scroller);
    for (const gap of scroller.querySelectorAll<HTMLElement>('.space td')) gap.style.height = `${Number(gap.dataset.rows) * this.#rowHeight(scroller)}px`;
  }

  render() {
    const { value } = this.#answer;
    const error = this.#answer.error ?? this.failed;
    const { open } = store.state;
    const details = open ? html`<tm-conversation .scope=${this.scope} .filter=${open}></tm-conversation>` : nothing;
    if (error && !value) return html`<div class="both">${failure(error)} ${details}</div>`;
    if (!value) return html`<div class="both"><section class="panel">${loading()}</section>${details}</div>`;
    if (value.rows.length === 0 && value.other.packets === 0) {
      return html`<div class="both"><section class="panel"><slot name="empty"></slot></section>${details}</div>`;
    }
    return html`
      <div class="both ${open ? 'open' : ''}">
        <section class="panel" aria-labelledby="title">
          ${this.#tools(value)} ${error ? failure(error) : nothing}
          <div class="scroll" tabindex="0" role="region" aria-label=${t.conversations.caption} @scroll=${this.#look}>${this.#table(value)}</div>
        </section>
        ${details}
      </div>
    `;
  }

  #tools(value: Conversations) {
    const all = value.total_rows ?? value.rows.length;
    return html`
      <div class="tools">
        <h2 id="title">${t.conversations.title}</h2>
        <span class="muted" data-testid="conversations-loaded" data-value=${value.rows.length}>
          ${value.next ? say(t.conversations.loaded, { shown: exact(value.rows.length), all: exact(all) }) : say(t.conversations.shown, { all: exact(all) })}
        </span>
        ${value.complete ? nothing : html`<span class="warn" role="status">${incomplete(value)}</span>`}
        ${this.#held && this.scope.moving
          ? html`<span class="muted">${t.conversations.held}</span><button @click=${this.#follow}>${t.conversations.follow}</button>`
          : nothing}
        <span class="end">
          ${this.#chooser()}
          <button data-testid="csv" ?disabled=${this.exporting !== null} @click=${this.#export}>
            ${this.exporting === null ? t.conversations.csv : say(t.conversations.csvRunning, { n: exact(this.exporting) })}
          </button>
        </span>
      </div>
    `;
  }

  /** Which columns; what is chosen stands in the URL. */
  #chooser() {
    const chosen = this.#columns();
    return html`
      <span class="chooser" @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && (this.choosing = false)}>
        <button data-testid="columns" aria-expanded=${this.choosing} @click=${() => (this.choosing = !this.choosing)}>${t.conversations.columns}</button>
        ${this.choosing
          ? html`
              <fieldset>
                <legend class="away">${t.conversations.columns}</legend>
                ${COLUMNS.map((column) => html`
                  <label><input type="checkbox" value=${column.key} .checked=${chosen.includes(column)} @change=${() => this.#toggle(column)} />${column.name}</label>
                `)}
              </fieldset>
            `
          : nothing}
      </span>
    `;
  }

  #columns(): Column[] {
    const { columns } = store.state;
    const chosen = columns.length > 0 ? columns : USUAL;
    return COLUMNS.filter(({ key }) => chosen.includes(key));
  }

  #toggle(column: Column) {
    const chosen = this.#columns();
    const next = COLUMNS.filter((other) => (other === column ? !chosen.includes(other) : chosen.includes(other))).map(({ key }) => key);
    if (next.length > 0) store.update({ columns: next.join() === USUAL.join() ? [] : next });
    else this.requestUpdate();
  }

  #table(answer: Conversations) {
    const { rows } = answer;
    const columns = this.#columns();
    const measures = measure(rows);
    const usual = store.state.columns.length === 0;
    const to = Math.min(this.to, rows.length);
    const from = Math.min(this.from, to);
    return html`
      <table class=${usual ? 'usual' : ''} data-testid="conversations-table" data-value=${rows.length} aria-rowcount=${(answer.total_rows ?? rows.length) + 1}>
        <caption class="away">${t.conversations.caption}</caption>
        <thead>
          <tr>
            <th scope="col">${t.columns.client}</th>
            ${columns.map((column) => head(column, measures))}
          </tr>
        </thead>
        <tbody>
          ${space(from, columns.length)}
          ${rows.slice(from, to).map((row, i) => this.#row(row, from + i, columns, measures))}
          ${space(rows.length - to, columns.length)}
        </tbody>
        <tfoot>
          ${this.#sums(answer, columns, measures)}
        </tfoot>
      </table>
    `;
  }

  #row(row: Conversation, i: number, columns: Column[], measures: Measures) {
    const filter = filterOf(row);
    return html`
      <tr class="row ${store.state.open === filter ? 'chosen' : ''}" aria-rowindex=${i + 2} data-testid="conversation" @click=${() => store.update({ open: filter })}>
        <th scope="row">
          <button class="link cut" title=${say(t.top.open, { name: `${row.client} → ${row.server}` })}>${row.client}</button>
          <span class="narrow cut">→ ${server(row)} ${row.application ?? row.protocol}</span>
        </th>
        ${columns.map(({ key, number, spare, cell }) => html`<td class="${key} ${number ? 'number' : ''} ${spare ?? ''}">${cell(row, measures)}</td>`)}
      </tr>
    `;
  }

  /** The grey rows that make the sum whole, and the sum. */
  #sums({ rows, other, next, from, to }: Conversations, columns: Column[], measures: Measures) {
    const shown = rows.reduce<Sum>((sum, { packets, bytes, flows }) => add(sum, { packets, bytes, flows }), NONE);
    const same = this.ledger !== null && this.ledger.from === from && this.ledger.to === to && !this.scope.filter;
    const all = same ? this.ledger : null;
    const hidden = all ? all.persisted.packets - shown.packets - other.packets : 0;
    const line = (name: string, sum: Sum, kind: string) => sumRow(name, sum, kind, columns, measures);
    return html`
      ${other.packets > 0 ? line(t.conversations.other, other, 'other') : nothing}
      ${next && all && hidden > 0 ? line(t.conversations.rest, { packets: hidden, bytes: null, flows: all.flows - shown.flows - other.flows }, 'other') : nothing}
      ${next === null
        ? line(t.conversations.total, add(shown, other), 'total')
        : all
          ? line(t.conversations.total, { packets: all.persisted.packets, bytes: null, flows: all.flows }, 'total')
          : nothing}
    `;
  }

  // --- scrolling

  get #scroller() {
    return this.renderRoot.querySelector<HTMLElement>('.scroll');
  }

  #rowHeight(scroller: HTMLElement): number {
    return scroller.querySelector<HTMLElement>('tr.row')?.offsetHeight || 34;
  }

  /** Draws the rows that are seen, and asks for more before they are needed. */
  #look = () => {
    const scroller = this.#scroller;
    const { value } = this.#answer;
    if (!scroller || !value) return;
    const height = this.#rowHeight(scroller);
    const first = Math.floor(scroller.scrollTop / height);
    this.from = Math.max(0, first - SPARE);
    this.to = first + Math.ceil(scroller.clientHeight / height) + SPARE;
    const held = scroller.scrollTop > height;
    if (held !== this.#held) {
      this.#held = held;
      this.requestUpdate();
    }
    if (this.to + AHEAD > value.rows.length) void this.#more(value);
  };

  async #more(value: Conversations) {
    if (!value.next || this.#asking || !this.#held) return;
    this.#asking = true;
    try {
      const slice = { from: value.from, to: value.to, sources: this.scope.sources, filter: this.scope.filter };
      const page = await conversations(slice, store.state.sort, PAGE, value.next);
      if (this.#answer.value === value) this.#answer.replace({ ...value, next: page.next, other: page.other, rows: [...value.rows, ...page.rows] });
      this.failed = null;
    } catch (error) {
      this.failed = error as Error;
      return;
    } finally {
      this.#asking = false;
    }
    this.#look();
  }

  #follow = () => {
    this.#scroller?.scrollTo({ top: 0 });
    this.#held = false;
    this.requestUpdate();
  };

  #export = async () => {
    const { value } = this.#answer;
    if (!value) return;
    this.exporting = 0;
    try {
      const slice = { from: value.from, to: value.to, sources: this.scope.sources, filter: this.scope.filter };
      download('conversations.csv', await conversationsFile(slice, store.state.sort, (rows) => (this.exporting = rows)));
      this.failed = null;
    } catch (error) {
      this.failed = error as Error;
    } finally {
      this.exporting = null;
    }
  };
}

/** Takes this conversation and no other. */
const filterOf = ({ client, server, server_port, protocol }: Conversation) =>
  `src.addr == ip("${client}") && dst.addr == ip("${server}") && dst.port == ${server_port} && protocol == "${protocol}"`;

/** As high as the rows that are not drawn. */
const space = (rows: number, columns: number) =>
  rows <= 0 ? nothing : html`<tr class="space" aria-hidden="true"><td colspan=${columns + 1} data-rows=${rows}></td></tr>`;

function head({ key, name, unit, sort, number, spare }: Column, measures: Measures) {
  const chosen = sort !== undefined && store.state.sort === sort;
  const words = sort
    ? html`<button class="link" title=${say(t.conversations.sortBy, { column: name })} @click=${() => store.update({ sort })}>${name}${chosen ? html` <span aria-hidden="true">↓</span>` : nothing}</button>`
    : name;
  return html`
    <th scope="col" class="${key} ${number ? 'number' : ''} ${spare ?? ''}" aria-sort=${chosen ? 'descending' : nothing}>
      ${words} ${unit ? html`<span class="unit">${unit(measures)}</span>` : nothing}
    </th>
  `;
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

function sumRow(name: string, { packets, bytes, flows }: Sum, kind: string, columns: Column[], measures: Measures) {
  const value: Record<string, string> = {
    packets: exact(packets),
    flows: exact(flows),
    bytes: bytes === null ? '' : scaled(bytes, measures.bytes),
  };
  return html`
    <tr class=${kind} data-testid="conversations-${kind}" data-value=${packets}>
      <th scope="row">${name}</th>
      ${columns.map(({ key, number, spare }) => html`<td class="${number ? 'number' : ''} ${spare ?? ''}">${value[key] ?? ''}</td>`)}
    </tr>
  `;
}

customElements.define('tm-conversations', ConversationsView);
