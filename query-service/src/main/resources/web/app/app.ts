// The shell: header, the view that the URL names, the ledger strip under it. It asks anew every few seconds.
import { LitElement, css, html, nothing } from 'lit';
import { Problem, ledger, status } from './data/api.ts';
import { live } from './data/live.ts';
import { scopeOf, zoomOut, type Scope } from './data/scope.ts';
import type { Ledger, Status } from './data/shapes.ts';
import { Subscribed, store, type View } from './data/state.ts';
import { viewer } from './data/viewer.ts';
import './parts/empty.ts';
import './parts/filter-box.ts';
import './parts/header.ts';
import './parts/help.ts';
import './parts/keys.ts';
import './parts/ledger-strip.ts';
import { failure, loading } from './parts/notice.ts';
import { base } from './parts/styles.ts';
import { t } from './strings.ts';
import './views/overview.ts';

const REFRESH_MS = 5_000; // half a window

/** Views that are loaded when they are first opened, so that the first one is there at once. */
const LATER: Partial<Record<View, () => Promise<unknown>>> = {
  conversations: () => import('./views/conversations.ts'),
  map: () => import('./views/map.ts'),
  sankey: () => import('./views/sankey.ts'),
  heat: () => import('./views/heat.ts'),
  ledger: () => import('./views/ledger.ts'),
  status: () => import('./views/status.ts'),
};
const UNFILTERED: View[] = ['ledger', 'status'];

class App extends LitElement {
  declare private status: Status | null;
  declare private scope: Scope | null;
  declare private ledger: Ledger | null;
  declare private previous: Ledger | null;
  declare private error: Error | null;

  static properties = {
    status: { state: true },
    scope: { state: true },
    ledger: { state: true },
    previous: { state: true },
    error: { state: true },
  };

  static styles = [
    base,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 100vh;
      }
      main {
        flex: 1;
        width: 100%;
        max-width: 1600px;
        margin: 0 auto;
        padding: 0.75rem 1rem 1rem;
      }
      .problem {
        margin-bottom: 0.75rem;
      }
      @media (max-width: 720px) {
        main {
          padding: 0.6rem;
        }
      }
    `,
  ];

  #timer = 0;
  #round = 0;
  #asked = '';

  constructor() {
    super();
    this.status = null;
    this.scope = null;
    this.ledger = null;
    this.previous = null;
    this.error = null;
    new Subscribed(this);
    new Subscribed(this, viewer);
  }

  connectedCallback() {
    super.connectedCallback();
    store.addEventListener('change', this.#changed);
    document.addEventListener('visibilitychange', this.#changed);
    this.#changed();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    store.removeEventListener('change', this.#changed);
    document.removeEventListener('visibilitychange', this.#changed);
    clearTimeout(this.#timer);
    live.stop();
  }

  render() {
    const { view } = store.state;
    return html`
      <tm-header
        .status=${this.status}
        .start=${this.scope?.start ?? null}
        .end=${this.scope?.end ?? null}
        @skip=${this.#skip}
        @keys=${() => this.renderRoot.querySelector<HTMLElement & { open(): void }>('tm-keys')?.open()}
      ></tm-header>
      <main tabindex="-1" data-view=${view}>
        <h1 class="away">${t.views[view]}</h1>
        <tm-help></tm-help>
        ${UNFILTERED.includes(view) ? nothing : html`<tm-filter .scope=${this.scope}></tm-filter>`}
        ${this.error ? html`<div class="problem">${failure(this.error)}</div>` : nothing}
        ${this.scope && this.status ? this.#view(this.scope, this.status) : this.error ? nothing : loading()}
      </main>
      <tm-ledger-strip .ledger=${this.ledger} .previous=${this.previous} .scope=${this.scope} .failed=${this.error !== null} .limited=${viewer.limited}></tm-ledger-strip>
      <tm-keys @filter=${this.#filter} @zoomout=${() => this.scope && zoomOut(this.scope)}></tm-keys>
    `;
  }

  #view(scope: Scope, status: Status) {
    const { view } = store.state;
    const empty = html`<tm-empty slot="empty" .status=${status} .scope=${scope}></tm-empty>`;
    LATER[view]?.().catch(() => (this.error ??= new Problem(0, '', '')));
    switch (view) {
      case 'overview':
        return html`<tm-overview .scope=${scope}>${empty}</tm-overview>`;
      case 'conversations':
        return html`<tm-conversations .scope=${scope} .ledger=${this.ledger}>${empty}</tm-conversations>`;
      case 'map':
        return html`<tm-map .scope=${scope}>${empty}</tm-map>`;
      case 'sankey':
        return html`<tm-sankey .scope=${scope}>${empty}</tm-sankey>`;
      case 'heat':
        return html`<tm-heat .scope=${scope}>${empty}</tm-heat>`;
      case 'ledger':
        if (viewer.limited) return html`<p class="muted" data-testid="limited">${t.ledger.limited}</p>`;
        return html`<tm-ledger .ledger=${this.ledger} .scope=${scope}>${empty}</tm-ledger>`;
      case 'status':
        return html`<tm-status .status=${status} .scope=${scope}></tm-status>`;
    }
  }

  /** The state or the page's visibility changed: a page that nobody sees asks for nothing. */
  #changed = () => {
    document.title = `${t.views[store.state.view]} · Tidemark`;
    this.#listen();
    const { last, from, to, sources, filter, live: following } = store.state;
    const asked = JSON.stringify([last, from, to, sources, filter, following]);
    if (asked === this.#asked && (document.hidden || !following)) return;
    if (asked !== this.#asked) this.previous = null;
    this.#asked = asked;
    void this.#refresh();
  };

  /** To this second, of all nodes; who sees a part of the traffic has none. */
  #listen() {
    if (store.state.live && !document.hidden && viewer.me && !viewer.limited) live.start();
    else live.stop();
  }

  async #refresh() {
    clearTimeout(this.#timer);
    const round = ++this.#round;
    try {
      const [latest] = await Promise.all([status(), viewer.known()]);
      if (round !== this.#round) return;
      const scope = scopeOf(store.state, latest, Date.now(), round);
      this.status = latest;
      this.scope = scope;
      this.#listen();
      const balance = viewer.limited ? null : await ledger(scope);
      if (round !== this.#round) return;
      this.previous = this.ledger;
      this.ledger = balance;
      this.error = null;
    } catch (error) {
      if (round === this.#round) this.error = error as Error;
    }
    if (round === this.#round) this.#again();
  }

  /** The next round; none while held still, but for an error, which is worth another try. */
  #again() {
    if (document.hidden || (!store.state.live && !this.error)) return;
    this.#timer = setTimeout(() => void this.#refresh(), REFRESH_MS);
  }

  #filter = () => this.renderRoot.querySelector<HTMLElement>('tm-filter')?.focus();

  #skip = () => this.renderRoot.querySelector<HTMLElement>('main')?.focus();
}

customElements.define('tm-app', App);
