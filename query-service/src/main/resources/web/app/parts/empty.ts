// No traffic in the range: what else there is, one click away.
import { LitElement, css, html } from 'lit';
import { WINDOW_MS, type Scope } from '../data/scope.ts';
import type { Source, Status } from '../data/shapes.ts';
import { store, type View } from '../data/state.ts';
import { viewer } from '../data/viewer.ts';
import { between, sourceName } from '../format.ts';
import { say, t } from '../strings.ts';
import './notice.ts';
import { base, controls } from './styles.ts';

const OFFERED = 6;

/** Views that show traffic in the chosen unit. */
const MEASURED: View[] = ['overview', 'map', 'sankey', 'heat'];

class Empty extends LitElement {
  declare status: Status;
  declare scope: Scope;

  static properties = { status: { attribute: false }, scope: { attribute: false } };

  static styles = [
    base,
    controls,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 0.5rem;
        margin-top: 1rem;
      }
      button {
        height: auto;
        padding: 0.45rem 0.9rem;
        text-align: left;
        overflow-wrap: anywhere;
      }
      small {
        display: block;
        color: var(--muted);
      }
    `,
  ];

  render() {
    const elsewhere = this.status.sources;
    if (elsewhere.length === 0) {
      return html`<tm-notice kind="empty" .heading=${t.empty.nothing} .text=${t.empty.nothingHelp}></tm-notice>`;
    }
    if (store.state.metric === 'retransmitted_packets' && this.scope.known !== null && MEASURED.includes(store.state.view)) {
      return html`<tm-notice kind="empty" .heading=${t.empty.again} .text=${t.empty.againHelp}></tm-notice>`;
    }
    if (this.scope.filter !== '') return this.#filtered();
    const newestFirst = [...elsewhere].sort((a, b) => b.latest_window.localeCompare(a.latest_window));
    return html`
      <tm-notice kind="empty" .heading=${t.empty.range} .text=${viewer.limited ? say(t.empty.limited, { namespaces: viewer.me!.namespaces!.join(t.list) }) : t.empty.rangeHelp}>
        <div>${newestFirst.slice(0, OFFERED).map((source) => this.#offer(source))}</div>
      </tm-notice>
    `;
  }

  #filtered() {
    return html`
      <tm-notice kind="empty" .heading=${t.empty.filtered} .text=${t.empty.filteredHelp}>
        <div><button @click=${() => store.update({ filter: '' })}>${t.filter.clear}</button></div>
      </tm-notice>
    `;
  }

  #offer(source: Source) {
    const isLive = source.source === 'live';
    const end = Date.parse(source.latest_window) + WINDOW_MS;
    const start = isLive ? Math.max(Date.parse(source.earliest_window), end - 900_000) : Date.parse(source.earliest_window);
    const range = { last: null, from: new Date(start).toISOString(), to: new Date(end).toISOString(), sources: [] };
    const change = isLive ? range : { last: null, from: null, to: null, sources: [source.source] };
    return html`
      <button data-testid="go-to-data" title=${source.source} @click=${() => store.update(change)}>
        ${isLive ? t.empty.latest : say(t.range.allOf, { source: sourceName(source.source) })}
        <small>${between(start, end)}</small>
      </button>
    `;
  }
}

customElements.define('tm-empty', Empty);
