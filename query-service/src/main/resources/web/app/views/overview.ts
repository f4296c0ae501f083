// Traffic over time, the table that is its legend, and who talks most.
import { LitElement, css, html, nothing } from 'lit';
import { timeseries, type By, type Metric, type Timeseries } from '../data/api.ts';
import { live } from '../data/live.ts';
import { Loader } from '../data/loader.ts';
import type { Scope } from '../data/scope.ts';
import { SPANS, Subscribed, store, type Unit } from '../data/state.ts';
import { isBytes, rateUnit, ratesOf, sumUnit, type Rates } from '../chart/rates.ts';
import '../chart/series-table.ts';
import '../chart/traffic-chart.ts';
import { colours } from '../palette.ts';
import '../parts/live-rate.ts';
import { failure, loading } from '../parts/notice.ts';
import { base, controls } from '../parts/styles.ts';
import '../parts/top-table.ts';
import { t } from '../strings.ts';
import { theme } from '../theme.ts';

const UNITS: [Metric, Unit][] = [
  ['frame_bytes', 'bits'], ['frame_bytes', 'bytes'], ['bytes', 'bits'], ['bytes', 'bytes'], ['packets', 'bits'], ['flows', 'bits'],
];

class Overview extends LitElement {
  declare scope: Scope;
  declare private highlighted: string | null;

  static properties = { scope: { attribute: false }, highlighted: { state: true } };

  static styles = [
    base,
    controls,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.75rem;
      }
      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem 0.75rem;
        padding: 0.6rem 0.75rem 0;
      }
      .tools h2 {
        margin-right: 0.2rem;
      }
      .tools .end {
        margin-left: auto;
        display: flex;
        align-items: center;
        gap: 0.6rem;
        font-size: 12px;
      }
      .warn {
        color: var(--warn);
        background: var(--warn-soft);
        padding: 0.15rem 0.5rem;
        border-radius: 5px;
      }
      tm-traffic-chart {
        margin: 0.4rem 0.4rem 0.2rem;
      }
      .below {
        display: grid;
        grid-template-columns: minmax(0, 1.65fr) minmax(0, 1fr);
        gap: 0.75rem;
        align-items: start;
      }
      .legend {
        padding: 0.3rem 0 0.2rem;
      }
      @media (max-width: 980px) {
        .below {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      @media (max-width: 560px) {
        .tools .end {
          margin-left: 0;
        }
      }
    `,
  ];

  readonly #answer = new Loader<Timeseries>(this);

  constructor() {
    super();
    this.highlighted = null;
    new Subscribed(this);
    new Subscribed(this, live);
    new Subscribed(this, theme);
  }

  willUpdate() {
    const { by, metric } = store.state;
    this.#answer.ask(`${this.scope.key} ${by} ${metric}`, (signal) => timeseries(this.scope, by, metric, signal));
  }

  render() {
    const { value, error } = this.#answer;
    const empty = value !== null && value.series.every(({ total }) => total === 0);
    return html`
      ${this.#recorded() ? nothing : html`<tm-live-rate></tm-live-rate>`}
      <section class="panel" aria-labelledby="title">
        ${this.#tools(value)} ${error && !value ? failure(error) : nothing} ${!error && !value ? loading() : nothing}
        ${value && empty ? html`<slot name="empty"></slot>` : nothing} ${value && !empty ? this.#chart(value) : nothing}
      </section>
      ${value && !empty
        ? html`
            <div class="below">
              ${this.#legend(value)}
              <tm-top-table .scope=${this.scope}></tm-top-table>
            </div>
          `
        : nothing}
    `;
  }

  /** Only replayed files are looked at, and none of them is being replayed now. */
  #recorded() {
    const { sources } = store.state;
    return sources.length > 0 && !sources.includes('live') && live.nodes(sources).length === 0;
  }

  #tools(answer: Timeseries | null) {
    const { by, metric, unit, last } = store.state;
    const chosen = isBytes(metric) ? `${metric} ${unit}` : `${metric} bits`;
    return html`
      <div class="tools">
        <h2 id="title">${t.chart.by}</h2>
        <div class="choice" role="group" aria-label=${t.chart.by}>
          ${(Object.entries(t.chart.dimensions) as [By, string][]).map(
            ([key, name]) => html`
              <button aria-pressed=${key === by} @click=${() => store.update({ by: key })}>${name}</button>
            `,
          )}
        </div>
        <select aria-label=${t.units.label} @change=${this.#unit}>
          ${UNITS.map(([metric, unit]) => {
            const key = `${metric} ${unit}` as keyof typeof t.units;
            return html`<option value=${key} ?selected=${key === chosen}>${t.units[key]}</option>`;
          })}
        </select>
        <span class="end">
          ${answer && !answer.complete
            ? html`<span class="warn" role="status">${t.ledger.incomplete(answer.missing_nodes)}</span>`
            : nothing}
          ${answer ? html`<span class="muted">${t.chart.step(answer.step_seconds)}</span>` : nothing}
          ${last === null && answer
            ? html`<button @click=${() => this.#zoomOut(answer)}>${t.chart.zoomOut}</button>`
            : nothing}
        </span>
      </div>
    `;
  }

  #rated(answer: Timeseries): Rates {
    const { unit } = store.state;
    return ratesOf(answer, this.scope, answer.metric, unit);
  }

  #chart(answer: Timeseries) {
    const { unit, last } = store.state;
    const rates = this.#rated(answer);
    const { start, end } = this.#axis(answer, rates);
    return html`
      <tm-traffic-chart
        data-testid="chart"
        data-value=${rates.all.total}
        data-points=${rates.times.length}
        .rates=${rates}
        .colours=${colours(rates.series, theme.dark)}
        .unit=${rateUnit(answer.metric, unit)}
        .start=${start}
        .end=${end}
        .edge=${last ? this.#edge(answer, rates, end) : []}
        .highlighted=${this.highlighted}
        .dark=${theme.dark}
        .label=${t.chart.label(t.chart.dimensions[(answer.by[0] ?? 'none') as By])}
        @zoom=${(event: CustomEvent<{ from: number; to: number }>) => zoom(event.detail)}
      ></tm-traffic-chart>
    `;
  }

  /** The time axis: the range asked for; with live on its right end is now. */
  #axis(answer: Timeseries, { times, end }: Rates): { start: number; end: number } {
    const { last, live: following } = store.state;
    if (last && following) return { start: Date.now() - SPANS[last] * 1000, end: Date.now() };
    if (this.scope.start !== null && this.scope.end !== null) return { start: this.scope.start, end: this.scope.end };
    return { start: times[0] ?? Date.parse(answer.from), end };
  }

  /** Pulses since the last window; they know frame bytes and packets only, and nothing that a filter asks for. */
  #edge(answer: Timeseries, rates: Rates, now: number) {
    if (!store.state.live || store.state.filter || (answer.metric !== 'frame_bytes' && answer.metric !== 'packets')) return [];
    const factor = store.state.unit === 'bits' ? 8 : 1;
    return live.history(rates.end, now, store.state.sources, (sample) =>
      answer.metric === 'packets' ? sample.packetsPerSecond : sample.bytesPerSecond * factor,
    );
  }

  #legend(answer: Timeseries) {
    const rates = this.#rated(answer);
    return html`
      <section class="panel legend">
        <tm-series-table
          data-testid="series-table"
          .rates=${rates}
          .colours=${colours(rates.series, theme.dark)}
          .unit=${rateUnit(answer.metric, store.state.unit)}
          .sum=${sumUnit(answer.metric)}
          .moving=${this.scope.moving}
          @highlight=${(event: CustomEvent<string | null>) => (this.highlighted = event.detail)}
        ></tm-series-table>
      </section>
    `;
  }

  #unit = (event: Event) => {
    const [metric, unit] = (event.target as HTMLSelectElement).value.split(' ') as [Metric, Unit];
    store.update(isBytes(metric) ? { metric, unit } : { metric });
  };

  #zoomOut(answer: Timeseries) {
    const from = this.scope.start ?? Date.parse(answer.from);
    const to = this.scope.end ?? Date.parse(answer.to);
    zoom({ from: from - (to - from) / 2, to: to + (to - from) / 2 });
  }
}

/** A custom range; in whole seconds. */
function zoom({ from, to }: { from: number; to: number }) {
  const iso = (time: number) => new Date(Math.round(time / 1000) * 1000).toISOString();
  store.update({ last: null, from: iso(from), to: iso(to) });
}

customElements.define('tm-overview', Overview);
