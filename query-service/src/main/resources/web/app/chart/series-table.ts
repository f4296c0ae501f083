// The chart's legend, which is the table of its numbers.
import { LitElement, css, html, nothing } from 'lit';
import { store } from '../data/state.ts';
import { change, exact, percent, scaleOf, scaled, type Scale } from '../format.ts';
import { shareBar, swatch } from '../parts/bars.ts';
import { base, links, tables } from '../parts/styles.ts';
import { say, t } from '../strings.ts';
import type { RateSeries, Rates } from './rates.ts';

/** Fires `highlight` with a series' key, or null, when a row is pointed at. */
class SeriesTable extends LitElement {
  declare rates: Rates;
  declare colours: Map<string, string>;
  declare unit: string;
  declare sum: string;
  declare moving: boolean;

  static properties = {
    rates: { attribute: false },
    colours: { attribute: false },
    unit: {},
    sum: {},
    moving: { type: Boolean },
  };

  static styles = [
    base,
    links,
    tables,
    css`
      .swatch {
        flex: none;
      }
      .name {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        overflow-wrap: anywhere;
      }
      .share {
        width: 20%;
        min-width: 5rem;
      }
      .share div {
        display: grid;
        grid-template-columns: minmax(30px, 1fr) 3.6rem;
        gap: 0.5rem;
        align-items: center;
      }
      @media (max-width: 900px) {
        .compared .wide {
          display: none;
        }
      }
      @media (max-width: 560px) {
        .unit {
          display: block;
        }
        .wide,
        .compared .most,
        .compared .share {
          display: none;
        }
        th,
        td {
          padding-inline: 0.4rem;
        }
        .share div {
          display: block;
        }
        .share svg {
          display: none;
        }
        .share {
          min-width: 0;
          width: auto;
        }
      }
    `,
  ];

  render() {
    const { series, all } = this.rates;
    const rate = scaleOf([all.max, ...series.flatMap(({ now, max, avg }) => [now, max, avg])]);
    const sum = scaleOf([all.total, ...series.flatMap(({ total, earlier }) => [total, earlier ?? 0])]);
    const compared = all.earlier !== null;
    const unit = `${rate.prefix}${this.unit}`;
    return html`
      <table class=${compared ? 'compared' : ''} @pointerleave=${() => this.#highlight(null)}>
        <caption class="away">
          ${t.chart.title}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t.columns.name}</th>
            ${column(this.moving ? t.columns.now : t.columns.last, unit)} ${column(t.columns.min, unit, 'wide')} ${column(t.columns.max, unit, 'most')}
            ${column(t.columns.avg, unit, 'wide')} ${column(t.columns.total, `${sum.prefix}${this.sum}`)}
            ${compared ? html`${column(t.compare.earlier, `${sum.prefix}${this.sum}`)}<th scope="col" class="number">${t.compare.change}</th>` : nothing}
            <th scope="col" class="share">${t.columns.share}</th>
          </tr>
        </thead>
        <tbody>
          ${series.map((row) => this.#row(row, rate, sum, this.colours.get(row.key) ?? ''))}
        </tbody>
        <tfoot>
          ${this.#row(all, rate, sum, '')}
        </tfoot>
      </table>
    `;
  }

  #row(row: RateSeries, rate: Scale, sum: Scale, colour: string) {
    const total = row === this.rates.all;
    return html`
      <tr class=${total ? 'total' : row.key === 'other' ? 'other' : ''} @pointerenter=${() => this.#highlight(total ? null : row.key)}>
        <th scope="row"><span class="name">${total ? nothing : swatch(colour)}${named(row)}</span></th>
        ${this.#cell(row.now, rate, this.unit)} ${this.#cell(row.min, rate, this.unit, 'wide')}
        ${this.#cell(row.max, rate, this.unit, 'most')} ${this.#cell(row.avg, rate, this.unit, 'wide')}
        ${this.#cell(row.total, sum, this.sum)}
        ${row.earlier === null ? nothing : html`${this.#cell(row.earlier, sum, this.sum)}<td class="number">${change(row.total, row.earlier)}</td>`}
        <td class="share">
          <div>${total ? html`<span></span>` : shareBar(row.share, colour)}<span class="number">${percent(row.share)}</span></div>
        </td>
      </tr>
    `;
  }

  #cell(value: number, scale: Scale, unit: string, width = '') {
    return html`<td class="number ${width}" title="${exact(value)} ${unit}" data-value=${value}>${scaled(value, scale)}</td>`;
  }

  #highlight(key: string | null) {
    this.dispatchEvent(new CustomEvent('highlight', { detail: key }));
  }
}

/** A name that filters by itself, where a filter can. */
const named = ({ name, filter }: RateSeries) =>
  filter === null
    ? html`<span>${name}</span>`
    : html`<button class="link" title=${say(t.filter.by, { what: filter })} @click=${() => store.narrow(filter)}>${name}</button>`;

const column = (name: string, unit: string, width = '') =>
  html`<th scope="col" class="number ${width}">${name} <span class="unit">${unit}</span></th>`;

customElements.define('tm-series-table', SeriesTable);
