// Which time, and of which sources: a button that says so, and a panel behind it.
import { LitElement, css, html, nothing } from 'lit';
import { WINDOW_MS } from '../data/scope.ts';
import type { Source, Status } from '../data/shapes.ts';
import { SPANS, Subscribed, moves, store, type Span } from '../data/state.ts';
import { between, clock, day, exact, sourceName } from '../format.ts';
import { many, say, t } from '../strings.ts';
import { Outside } from './outside.ts';
import { base, controls } from './styles.ts';

class RangePicker extends LitElement {
  declare status: Status | null;
  declare start: number | null;
  declare end: number | null;
  declare private open: boolean;
  declare private wrong: boolean;

  static properties = {
    status: { attribute: false },
    start: { attribute: false },
    end: { attribute: false },
    open: { state: true },
    wrong: { state: true },
  };

  static styles = [
    base,
    controls,
    css`
      :host {
        position: relative;
        min-width: 0;
      }
      .opener {
        display: flex;
        align-items: center;
        gap: 0.4rem;
        max-width: min(420px, 52vw);
      }
      .opener span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .opener::after {
        content: '';
        flex: none;
        border: 4px solid transparent;
        border-top-color: currentColor;
        margin-top: 4px;
      }
      .picker {
        position: absolute;
        right: 0;
        top: calc(100% + 6px);
        z-index: 10;
        width: min(360px, calc(100vw - 1.2rem));
        max-height: 80vh;
        overflow: auto;
        padding: 0.9rem;
        background: var(--raised);
        border: 1px solid var(--line);
        border-radius: 10px;
        box-shadow: var(--shadow);
        display: grid;
        gap: 0.9rem;
      }
      .spans {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0.4rem;
      }
      .spans [aria-pressed='true'],
      .sources [aria-pressed='true'] {
        background: var(--accent-soft);
        border-color: var(--accent);
        color: var(--accent);
        font-weight: 600;
      }
      form {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0.4rem 0.6rem;
        align-items: center;
      }
      input {
        min-width: 0;
        height: 32px;
        padding: 0 0.5rem;
        background: var(--surface);
        border: 1px solid var(--strong-line);
        border-radius: 7px;
      }
      form button {
        grid-column: 2;
        justify-self: start;
      }
      form .error {
        grid-column: 1 / -1;
        color: var(--bad);
      }
      h2 {
        font-size: 12px;
        color: var(--muted);
        font-weight: 600;
        margin-bottom: 0.35rem;
      }
      .sources {
        display: grid;
        gap: 0.3rem;
      }
      .sources button {
        height: auto;
        padding: 0.35rem 0.6rem;
        text-align: left;
        overflow-wrap: anywhere;
      }
      .sources small {
        display: block;
        color: var(--muted);
        font-weight: 400;
      }
      .zone {
        font-size: 12px;
      }
      @media (max-width: 720px) {
        :host {
          position: static;
        }
        .picker {
          right: 0.6rem;
          left: 0.6rem;
          width: auto;
          top: auto; /* where it would stand: under its button */
          margin-top: 6px;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.open = false;
    this.wrong = false;
    new Subscribed(this);
    new Outside(this, () => this, () => (this.open = false));
  }

  render() {
    return html`
      <div @keydown=${this.#key}>
        <button
          class="opener"
          data-testid="range"
          aria-haspopup="dialog"
          aria-expanded=${this.open}
          aria-label="${t.range.label}${t.colon}${this.#name()}"
          title=${this.start !== null && this.end !== null ? between(this.start, this.end) : nothing}
          @click=${() => (this.open = !this.open)}
        >
          <span>${this.#name()}</span>
        </button>
        ${this.open ? this.#panel() : nothing}
      </div>
    `;
  }

  /** What is chosen, in words. */
  #name(): string {
    const { last, from, to, sources } = store.state;
    const names = sources.map((source) => (source === 'live' ? t.range.liveSource : sourceName(source))).join(t.list);
    const range = last ? t.range.spans[last] : from && to ? between(Date.parse(from), Date.parse(to)) : '';
    if (range === '') return names ? say(t.range.allOf, { source: names }) : t.range.everything;
    return names ? `${names} · ${range}` : range;
  }

  #panel() {
    const { last } = store.state;
    return html`
      <div class="picker" role="dialog" aria-label=${t.range.label}>
        <div class="spans">
          ${(Object.keys(SPANS) as Span[]).map(
            (span) => html`
              <button aria-pressed=${span === last} @click=${() => this.#last(span)}>${t.range.spans[span]}</button>
            `,
          )}
        </div>
        ${this.#custom()} ${this.#sources()}
        <p class="zone muted">${say(t.range.zone, { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}</p>
      </div>
    `;
  }

  #custom() {
    const end = this.end ?? Date.now();
    const start = this.start ?? end - 3_600_000;
    return html`
      <form @submit=${this.#apply}>
        <label for="from">${t.range.from}</label>
        <input id="from" name="from" type="datetime-local" step="1" required .value=${local(start)} />
        <label for="to">${t.range.to}</label>
        <input id="to" name="to" type="datetime-local" step="1" required .value=${local(end)} />
        ${this.wrong ? html`<span class="error" role="alert">${t.range.order}</span>` : nothing}
        <button class="primary">${t.range.apply}</button>
      </form>
    `;
  }

  #sources() {
    const sources = this.status?.sources ?? [];
    const chosen = store.state.sources;
    const onlyLive = sources.length === 0 || (sources.length === 1 && sources[0].source === 'live');
    if (onlyLive && chosen.length === 0) return nothing;
    return html`
      <div>
        <h2 id="sources">${t.range.sources}</h2>
        <div class="sources" role="group" aria-labelledby="sources">
          <button aria-pressed=${chosen.length === 0} @click=${() => this.#choose([])}>${t.range.everything}</button>
          ${sources.map(
            (source) => html`
              <button
                aria-pressed=${chosen.includes(source.source)}
                title=${source.source}
                @click=${() => this.#choose([source.source])}
              >
                ${source.source === 'live' ? t.range.liveSource : say(t.range.allOf, { source: sourceName(source.source) })}
                <small>${extent(source)}</small>
              </button>
            `,
          )}
        </div>
      </div>
    `;
  }

  #last(last: Span) {
    const sources = store.state.sources.filter((source) => source === 'live'); // files do not move with the clock
    this.#close({ last, from: null, to: null, sources });
  }

  #choose(sources: string[]) {
    this.#close({ sources, last: moves(sources) ? (store.state.last ?? '15m') : null, from: null, to: null });
  }

  #apply = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const [from, to] = ['from', 'to'].map((name) => new Date(String(form.get(name))));
    this.wrong = !(from < to);
    if (!this.wrong) this.#close({ last: null, from: from.toISOString(), to: to.toISOString() });
  };

  #close(change: Parameters<typeof store.update>[0]) {
    this.open = false;
    store.update(change);
    this.renderRoot.querySelector<HTMLElement>('.opener')?.focus();
  }

  #key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !this.open) return;
    this.open = false;
    this.renderRoot.querySelector<HTMLElement>('.opener')?.focus();
  };
}

/** As an input of type datetime-local wants it, in local time. */
const local = (time: number) => `${day(time)}T${clock(time)}`;

const extent = ({ earliest_window, latest_window, windows }: Source) =>
  `${between(Date.parse(earliest_window), Date.parse(latest_window) + WINDOW_MS)} · ${many(t.range.windows, windows, { n: exact(windows) })}`;

customElements.define('tm-range-picker', RangePicker);
