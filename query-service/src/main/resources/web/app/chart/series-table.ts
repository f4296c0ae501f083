// The chart's legend, which is the table of its numbers.
import { LitElement, css, html } from 'lit';
import { exact, percent, scaleOf, scaled, type Scale } from '../format.ts';
import { shareBar, swatch } from '../parts/bars.ts';
import { base, tables } from '../parts/styles.ts';
import { t } from '../strings.ts';
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
      @media (max-width: 560px) {
        .unit {
          display: block;
        }
        .wide {
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
    const sum = scaleOf([all.total, ...series.map(({ total }) => total)]);
    const unit = `${rate.prefix}${this.unit}`;
    return html`
      <table @pointerleave=${() => this.#highlight(null)}>
        <caption class="away">
          ${t.chart.title}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t.columns.name}</th>
            ${column(this.moving ? t.columns.now : t.columns.last, unit)} ${column(t.columns.min, unit, 'wide')} ${column(t.columns.max, unit)}
            ${column(t.columns.avg, unit, 'wide')} ${column(t.columns.total, `${sum.prefix}${this.sum}`)}
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
        <th scope="row"><span class="name">${total ? '' : swatch(colour)}<span>${row.name}</span></span></th>
        ${this.#cell(row.now, rate, this.unit)} ${this.#cell(row.min, rate, this.unit, 'wide')}
        ${this.#cell(row.max, rate, this.unit)} ${this.#cell(row.avg, rate, this.unit, 'wide')}
        ${this.#cell(row.total, sum, this.sum)}
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

const column = (name: string, unit: string, width = '') =>
  html`<th scope="col" class="number ${width}">${name} <span class="unit">${unit}</span></th>`;

customElements.define('tm-series-table', SeriesTable);
