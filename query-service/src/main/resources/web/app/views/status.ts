// How fresh and how much: windows, database, retention, sources, nodes.
import { LitElement, css, html, nothing } from 'lit';
import { nodes } from '../data/api.ts';
import { Loader } from '../data/loader.ts';
import { WINDOW_MS, type Scope } from '../data/scope.ts';
import type { Lag, NodeRow, Nodes, Source, Status } from '../data/shapes.ts';
import { viewer } from '../data/viewer.ts';
import { dateTime, duration, exact, short, sourceName } from '../format.ts';
import { awaited } from '../parts/notice.ts';
import { base, tables } from '../parts/styles.ts';
import { say, t, word } from '../strings.ts';

const LATE_S = 60;

class StatusView extends LitElement {
  declare status: Status;
  declare scope: Scope;

  static properties = { status: { attribute: false }, scope: { attribute: false } };

  static styles = [
    base,
    tables,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.75rem;
      }
      .facts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(190px, 1fr));
        gap: 0.75rem;
      }
      .fact {
        padding: 0.75rem 1rem;
      }
      .fact dt {
        color: var(--muted);
      }
      .fact .value {
        font-size: 1.6rem;
        font-weight: 600;
        line-height: 1.3;
      }
      .fact .help {
        color: var(--muted);
        font-size: 12px;
      }
      .head {
        padding: 0.6rem 0.6rem 0.2rem;
      }
      .good {
        color: var(--good);
      }
      .warn {
        color: var(--warn);
      }
      .two {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr));
        gap: 0.75rem;
        align-items: start;
      }
      th[scope='row'] {
        overflow-wrap: anywhere;
      }
      .named th[scope='row'] {
        min-width: 6.5rem;
      }
      .named thead th {
        white-space: normal;
      }
      th small {
        margin-left: 0.6rem;
        color: var(--muted);
        font-weight: 400;
        font-size: 12px;
      }
      @media (max-width: 560px) {
        th small {
          display: block;
          margin-left: 0;
        }
      }
    `,
  ];

  readonly #nodes = new Loader<Nodes>(this);

  willUpdate() {
    if (!viewer.limited) this.#nodes.ask(this.scope.key, (signal) => nodes(this.scope, signal));
  }

  render() {
    const { status } = this;
    const behind = status.latest_window === null ? null : (Date.now() - Date.parse(status.latest_window) - WINDOW_MS) / 1000;
    const closed = status.last_closed_at === null ? null : (Date.now() - Date.parse(status.last_closed_at)) / 1000;
    return html`
      <dl class="facts">
        ${fact('status-freshness', t.status.freshness, ago(behind), t.status.freshnessHelp, behind, behind !== null && behind > LATE_S)}
        ${fact('status-closed', t.status.closed, ago(closed), t.status.closedHelp, closed)}
        ${fact('status-database', t.status.database, short(status.database_bytes, 'B'), t.status.databaseHelp, status.database_bytes)}
        ${fact('status-version', t.status.version, status.version, '', 1)}
      </dl>
      ${lags(status.lag)}
      ${this.#sources()}
      <div class="two">${viewer.limited ? nothing : this.#nodeTable()} ${this.#retention()}</div>
    `;
  }

  #sources() {
    return html`
      <section class="panel" aria-labelledby="sources">
        <div class="head"><h2 id="sources">${t.status.sources}</h2><p class="muted">${t.status.sourcesHelp}</p></div>
        <div class="scroll" tabindex="0" role="group" aria-label=${t.status.sources}>
          <table class="named" data-testid="status-sources" data-value=${this.status.sources.length}>
            <thead>
              <tr>
                <th scope="col">${t.columns.source}</th>
                <th scope="col">${t.status.first}</th>
                <th scope="col">${t.status.last}</th>
                <th scope="col" class="number">${t.status.lag}</th>
                <th scope="col" class="number">${t.columns.windows}</th>
              </tr>
            </thead>
            <tbody>
              ${this.status.sources.map(source)}
            </tbody>
          </table>
        </div>
      </section>
    `;
  }

  #nodeTable() {
    const { value } = this.#nodes;
    return html`
      <section class="panel" aria-labelledby="nodes">
        <div class="head"><h2 id="nodes">${t.status.nodes}</h2></div>
        ${awaited(this.#nodes)} ${!value ? nothing : value.rows.length === 0 ? html`<p class="head muted">${t.status.noNodes}</p>` : nodeTable(value.rows)}
      </section>
    `;
  }

  #retention() {
    return html`
      <section class="panel" aria-labelledby="retention">
        <div class="head"><h2 id="retention">${t.status.retention}</h2></div>
        <table data-testid="status-retention" data-value=${this.status.retention.length}>
          <thead>
            <tr><th scope="col">${t.status.resolution}</th><th scope="col" class="number">${t.status.kept}</th></tr>
          </thead>
          <tbody>
            ${this.status.retention.map(({ resolution, seconds }) => html`
              <tr><th scope="row">${word(t.status.resolutions, resolution) ?? resolution}</th><td class="number">${duration(seconds)}</td></tr>
            `)}
          </tbody>
        </table>
      </section>
    `;
  }
}

const ago = (seconds: number | null) => (seconds === null ? t.status.never : say(t.status.ago, { duration: duration(seconds) }));

const fact = (id: string, name: string, value: string, help: string, number: number | null, late = false) => html`
  <div class="fact panel">
    <dt>${name}</dt>
    <dd class="value ${late ? 'warn' : ''}" data-testid=${id} data-value=${number === null ? '' : Math.round(number)} title=${number === null ? nothing : exact(number)}>${value}</dd>
    ${help ? html`<dd class="help">${help}</dd>` : nothing}
  </div>
`;

/** What waits in Kafka for each of the two who read there. */
const lags = (rows: Lag[]) => html`
  <section class="panel" aria-labelledby="lag">
    <div class="head"><h2 id="lag">${t.status.waiting}</h2><p class="muted">${t.status.waitingHelp}</p></div>
    <div class="scroll" tabindex="0" role="group" aria-label=${t.status.waiting}>
      <table class="named" data-testid="status-lag" data-value=${rows.length}>
        <thead>
          <tr>
            <th scope="col">${t.status.reader}</th>
            <th scope="col" class="number">${t.status.behind}</th>
            <th scope="col" class="number">${t.status.backlog}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(({ group, topic, records, backlog }) => html`
            <tr data-group=${group}>
              <th scope="row" title=${group}>${word(t.status.readers, group) ?? group} <small>${topic}</small></th>
              ${count(records)} ${count(backlog, backlog !== null && backlog > 0)}
            </tr>
          `)}
        </tbody>
      </table>
    </div>
  </section>
`;

const count = (records: number | null, late = false) => html`
  <td class="number ${late ? 'warn' : records === null ? 'muted' : ''}" data-value=${records ?? ''} title=${records === null ? t.status.unknownHelp : nothing}>
    ${records === null ? t.status.unknown : exact(records)}
  </td>
`;

function source({ source, earliest_window, latest_window, windows }: Source) {
  const live = source === 'live';
  const behind = (Date.now() - Date.parse(latest_window) - WINDOW_MS) / 1000;
  return html`
    <tr>
      <th scope="row" title=${source}>${live ? t.range.liveSource : sourceName(source)}</th>
      <td>${dateTime(Date.parse(earliest_window))}</td>
      <td>${dateTime(Date.parse(latest_window))}</td>
      <td class="number ${live && behind > LATE_S ? 'warn' : ''}">${live ? duration(behind) : '–'}</td>
      <td class="number">${exact(windows)}</td>
    </tr>
  `;
}

const nodeTable = (rows: NodeRow[]) => html`
  <div class="scroll" tabindex="0" role="group" aria-label=${t.status.nodes}>
    <table data-testid="status-nodes" data-value=${rows.length}>
      <thead>
        <tr>
          <th scope="col">${t.columns.node}</th>
          <th scope="col">${t.columns.state}</th>
          <th scope="col" class="number">${t.columns.windows}</th>
          <th scope="col" class="number">${t.columns.missing}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(({ node, source, state, windows, missing_windows }) => html`
          <tr>
            <th scope="row" title=${source}>${sourceName(node)}</th>
            <td class=${state === 'current' ? 'good' : state === 'missing' ? 'warn' : 'muted'}>${t.status.states[state]}</td>
            <td class="number">${exact(windows)}</td>
            <td class="number ${missing_windows > 0 ? 'warn' : ''}">${exact(missing_windows)}</td>
          </tr>
        `)}
      </tbody>
    </table>
  </div>
`;

customElements.define('tm-status', StatusView);
