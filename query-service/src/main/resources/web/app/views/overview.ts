// Traffic over time, the table that is its legend, and who talks most.
import { LitElement, css, html, nothing } from 'lit';
import { rateUnit, ratesOf, sumUnit, type Rates } from '../chart/rates.ts';
import '../chart/series-table.ts';
import '../chart/traffic-chart.ts';
import { timeseries } from '../data/api.ts';
import { nameOf } from '../data/fields.ts';
import { live } from '../data/live.ts';
import { Loader } from '../data/loader.ts';
import { zoom, zoomOut, type Scope } from '../data/scope.ts';
import type { Earlier, Series, Timeseries } from '../data/shapes.ts';
import { SPANS, Subscribed, store } from '../data/state.ts';
import { viewer } from '../data/viewer.ts';
import { duration } from '../format.ts';
import { colours } from '../palette.ts';
import '../parts/dimensions.ts';
import { incomplete } from '../parts/ledger-strip.ts';
import '../parts/live-rate.ts';
import { awaited } from '../parts/notice.ts';
import { base, controls } from '../parts/styles.ts';
import '../parts/top-table.ts';
import { unitPicker } from '../parts/unit-picker.ts';
import { say, t } from '../strings.ts';
import { theme } from '../theme.ts';

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
        grid-template-columns: minmax(0, 1.2fr) minmax(0, 1fr);
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
    const { by, metric, compare } = store.state;
    this.#answer.ask(`${this.scope.key} ${by} ${metric} ${compare}`, (signal) => timeseries(this.scope, by, metric, compare, signal));
  }

  render() {
    const { value } = this.#answer;
    const empty = value !== null && value.series.every(({ total, earlier_total }) => total === 0 && !earlier_total);
    return html`
      ${viewer.limited || this.#recorded() ? nothing : html`<tm-live-rate></tm-live-rate>`}
      <section class="panel" aria-labelledby="title">
        ${this.#tools(value)} ${awaited(this.#answer)}
        ${value && empty ? html`<slot name="empty"></slot>` : nothing} ${value && !empty ? this.#chart(value) : nothing}
      </section>
      ${value && !empty
        ? html`
            ${this.#legend(value)}
            <div class="below">
              <tm-top-table .scope=${this.scope} by="conversation" .heading=${t.top.conversations}></tm-top-table>
              <tm-top-table .scope=${this.scope} .by=${store.state.top} .heading=${t.top.title} open></tm-top-table>
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
    const { by, last } = store.state;
    return html`
      <div class="tools">
        <h2 id="title">${t.chart.by}</h2>
        <tm-dimensions
          .value=${by}
          .label=${t.chart.by}
          none
          @choose=${(event: CustomEvent<string>) => store.update({ by: event.detail })}
        ></tm-dimensions>
        ${unitPicker()}
        <span class="end">
          ${answer && !answer.complete ? html`<span class="warn" role="status">${incomplete(answer)}</span>` : nothing}
          ${answer?.earlier ? html`<span class="muted" data-testid="earlier">${earlierOf(answer.earlier, answer.series)}</span>` : nothing}
          ${answer?.earlier?.recorded_from && !answer.earlier.complete ? html`<span class="warn">${t.compare.incomplete}</span>` : nothing}
          ${answer ? html`<span class="muted">${say(t.chart.step, { duration: duration(answer.step_seconds) })}</span>` : nothing}
          ${last === null ? html`<button @click=${() => zoomOut(this.scope)}>${t.chart.zoomOut}</button>` : nothing}
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
        .label=${say(t.chart.label, { what: nameOf(answer.by.join(',') || 'none') })}
        @zoom=${({ detail: { from, to } }: CustomEvent<{ from: number; to: number }>) => zoom(from, to)}
        @zoomout=${() => zoomOut(this.scope)}
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
}

/** What the comparison shows, or why it shows nothing. */
function earlierOf({ recorded_from }: Earlier, series: Series[]): string {
  if (recorded_from === null) return t.compare.unrecorded;
  return series.some(({ earlier_total }) => earlier_total) ? t.compare.line : t.compare.nothing;
}

customElements.define('tm-overview', Overview);
