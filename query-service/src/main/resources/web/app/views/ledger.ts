// The equation of every node and of every window, what is missing and why, and what each word means.
import { LitElement, css, html, nothing } from 'lit';
import { nodes, windowLedgers } from '../data/api.ts';
import { Loader } from '../data/loader.ts';
import { WINDOW_MS, zoom, type Scope } from '../data/scope.ts';
import type { Balance, Ledger, NodeRow, Nodes, WindowLedgers } from '../data/shapes.ts';
import { Subscribed, store } from '../data/state.ts';
import { dateTime, duration, exact, sourceName } from '../format.ts';
import { equationCells, equationHead, equationStyles } from '../parts/equation.ts';
import { causesOf, incomplete } from '../parts/ledger-strip.ts';
import { awaited, failure, loading } from '../parts/notice.ts';
import { base, controls, links, tables } from '../parts/styles.ts';
import { many, say, t } from '../strings.ts';

const WINDOWS = 100;

class LedgerView extends LitElement {
  declare ledger: Ledger | null;
  declare scope: Scope;

  static properties = { ledger: { attribute: false }, scope: { attribute: false } };

  static styles = [
    base,
    controls,
    links,
    tables,
    equationStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.75rem;
      }
      .head {
        padding: 0.75rem;
        display: grid;
        gap: 0.2rem;
      }
      .head p {
        max-width: 100ch;
      }
      .windows {
        max-height: 26rem;
        overflow: auto;
      }
      .windows thead th {
        position: sticky;
        top: 0;
        background: var(--surface);
        z-index: 1;
      }
      table {
        font-size: 13.5px;
        width: auto;
        min-width: min(100%, 44rem);
      }
      th,
      td {
        padding-inline: 0.75rem 1.25rem;
      }
      th[scope='row'] {
        overflow-wrap: anywhere;
        min-width: 8rem;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem 1rem;
        align-items: center;
      }
      .warn {
        color: var(--warn);
        font-weight: 600;
      }
      ul {
        margin: 0;
        padding: 0 0.75rem 0.75rem 2rem;
      }
      dl {
        padding: 0.25rem 0.75rem 0.75rem;
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 0.35rem 1.2rem;
        font-size: 13px;
      }
      dt {
        font-weight: 600;
      }
      dt.none {
        font-weight: 400;
        color: var(--muted);
      }
      dd {
        color: var(--muted);
        max-width: 80ch;
      }
      @media (max-width: 560px) {
        dl {
          grid-template-columns: 1fr;
          gap: 0;
        }
        dd {
          margin-bottom: 0.5rem;
        }
      }
    `,
  ];

  readonly #windows = new Loader<WindowLedgers>(this);
  readonly #nodes = new Loader<Nodes>(this);

  constructor() {
    super();
    new Subscribed(this);
  }

  willUpdate() {
    const { node } = store.state;
    this.#windows.ask(`${this.scope.key} ${node}`, (signal) => windowLedgers(this.scope, node, WINDOWS, signal));
    this.#nodes.ask(this.scope.key, (signal) => nodes(this.scope, signal));
  }

  render() {
    const { ledger } = this;
    const { error } = this.#windows;
    if (ledger === null) return html`<section class="panel">${error ? failure(error) : loading()}</section>`;
    const causes = causesOf(ledger.other).map(([cause]) => cause);
    return html`
      <section class="panel" aria-labelledby="title">
        <div class="head">
          <h2 id="title">${t.ledger.title}</h2>
          <p>${t.ledger.lead}</p>
          <p class="muted">${say(t.ledger.facts, { windows: exact(ledger.windows), flows: exact(ledger.flows) })} ${t.ledger.bytesNote}</p>
        </div>
        ${ledger.windows === 0 ? html`<slot name="empty"></slot>` : html`<div class="scroll" tabindex="0" role="region" aria-label=${t.ledger.perNode}>${table(ledger, causes)}</div>`}
      </section>
      ${this.#missing(ledger)} ${ledger.windows === 0 ? nothing : this.#perWindow(ledger)}
      <section class="panel" aria-labelledby="meaning">
        <div class="head"><h2 id="meaning">${t.ledger.meaning}</h2></div>
        <dl>${meanings(causes)}</dl>
      </section>
    `;
  }

  #missing(ledger: Ledger) {
    const missed = this.#nodes.value?.rows.filter(({ missing_windows }) => missing_windows > 0) ?? [];
    return html`
      <section class="panel" aria-labelledby="missing" data-testid="ledger-missing" data-value=${missed.length}>
        <div class="head">
          <h2 id="missing">${t.ledger.missing}</h2>
          ${ledger.complete
            ? html`<p class="good">${t.ledger.nothingMissing}</p>`
            : html`<p class="warn">${incomplete(ledger)}. ${ledger.recorded_from === null ? t.ledger.whyUnrecorded : t.ledger.partial}</p>`}
        </div>
        ${missed.length === 0 ? nothing : html`<ul>${missed.map((node) => html`<li>${reason(node)}</li>`)}</ul>`}
      </section>
    `;
  }

  #perWindow({ nodes }: Ledger) {
    const { value } = this.#windows;
    const { node } = store.state;
    return html`
      <section class="panel" aria-labelledby="windows">
        <div class="head">
          <div class="row">
            <h2 id="windows">${t.ledger.perWindow}</h2>
            <select aria-label=${t.columns.node} data-testid="ledger-node" @change=${this.#choose}>
              <option value="" .selected=${node === ''}>${t.ledger.allNodes}</option>
              ${nodes.map(({ node: name }) => html`<option value=${name} .selected=${name === node}>${sourceName(name)}</option>`)}
            </select>
            ${value ? html`<span class="muted">${say(t.ledger.step, { duration: duration(value.step_seconds) })}</span>` : nothing}
          </div>
          <p class="muted">${t.ledger.perWindowHelp}</p>
        </div>
        ${awaited(this.#windows)} ${value ? windowTable(value) : nothing}
      </section>
    `;
  }

  #choose = (event: Event) => store.update({ node: (event.target as HTMLSelectElement).value });
}

const table = (ledger: Ledger, causes: string[]) => html`
  <table class="equation" data-testid="ledger-table" data-value=${ledger.nodes.length}>
    <caption class="away">${t.ledger.perNode}</caption>
    <thead>
      <tr><th scope="col">${t.columns.node}</th>${equationHead(causes)}</tr>
    </thead>
    <tbody>
      ${ledger.nodes.map((node) => row(node.node, node, causes))}
    </tbody>
    <tfoot>
      ${ledger.nodes.length === 1 ? nothing : row(t.ledger.allNodes, ledger, causes, 'total')}
    </tfoot>
  </table>
`;

const row = (name: string, balance: Balance, causes: string[], kind = '') => html`
  <tr class=${kind} data-node=${name}><th scope="row">${name}</th>${equationCells(balance, causes)}</tr>
`;

function windowTable({ rows, step_seconds }: WindowLedgers) {
  const causes = [...new Set(rows.flatMap(({ other }) => causesOf(other).map(([cause]) => cause)))];
  return html`
    <div class="windows" tabindex="0" role="region" aria-label="${t.ledger.perWindow}${t.colon}${sourceName(store.state.node) || t.ledger.allNodes}">
      <table class="equation" data-testid="ledger-windows" data-value=${rows.length}>
        <thead>
          <tr><th scope="col">${t.columns.time}</th>${equationHead(causes)}<th scope="col">${t.ledger.missingNodes}</th></tr>
        </thead>
        <tbody>
          ${rows.map((window) => html`
            <tr>
              <th scope="row">${closer(Date.parse(window.time), step_seconds)}</th>
              ${equationCells(window, causes)}
              ${window.missing_nodes.length === 0 ? html`<td class="good">–</td>` : html`<td class="warn">${window.missing_nodes.join(t.list)}</td>`}
            </tr>
          `)}
        </tbody>
      </table>
    </div>
  `;
}

/** A step's time, which zooms to it; a single window cannot be told apart further. */
function closer(start: number, seconds: number) {
  const time = dateTime(start);
  if (seconds * 1000 <= WINDOW_MS) return time;
  return html`<button class="link" title=${say(t.ledger.zoom, { time })} @click=${() => zoom(start, start + seconds * 1000)}>${time}</button>`;
}

/** Which windows a node did not report, why that is, and how it is now. */
function reason({ node, missing_windows, last_missing, state }: NodeRow): string {
  const time = last_missing === null ? '' : dateTime(Date.parse(last_missing));
  const what = many(t.ledger.missingWindows, missing_windows, { n: exact(missing_windows), node: sourceName(node), time });
  return `${what} ${t.ledger.whyMissing} ${t.ledger.why[state]}`;
}

/** All the words; those that have nothing in this range are grey. */
function meanings(present: string[]) {
  const used = new Set(['received', 'counted', 'unexplained', ...present]);
  return Object.entries(t.causes).map(
    ([cause, [name, meaning]]) => html`
      <dt class=${used.has(cause) ? '' : 'none'}>${name}</dt>
      <dd>${meaning}</dd>
    `,
  );
}

customElements.define('tm-ledger', LedgerView);
