// The largest hosts, conversations, applications or protocols of the range.
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { top, type Top, type TopBy } from '../data/api.ts';
import { Loader } from '../data/loader.ts';
import type { Scope } from '../data/scope.ts';
import { Subscribed, store } from '../data/state.ts';
import { sumUnit } from '../chart/rates.ts';
import { exact, percent, scaleOf, scaled } from '../format.ts';
import { t } from '../strings.ts';
import { shareBar } from './bars.ts';
import { failure, loading } from './notice.ts';
import { base, controls, tables } from './styles.ts';

const LIMIT = 10;

class TopTable extends LitElement {
  declare scope: Scope;

  static properties = { scope: { attribute: false } };

  static styles = [
    base,
    controls,
    tables,
    css`
      .head {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: 0.5rem;
        padding: 0.6rem 0.6rem 0.3rem;
      }
      select {
        height: 28px;
        padding: 0 0.3rem;
      }
      th[scope='row'] {
        white-space: normal;
        overflow-wrap: anywhere;
      }
      .share {
        width: 24%;
        min-width: 56px;
      }
      p {
        padding: 0.4rem 0.6rem 0.6rem;
        font-size: 12px;
      }
      @media (max-width: 400px) {
        .wide {
          display: none;
        }
      }
    `,
  ];

  readonly #answer = new Loader<Top>(this);

  constructor() {
    super();
    new Subscribed(this);
  }

  willUpdate(_: PropertyValues) {
    const { top: by, metric } = store.state;
    this.#answer.ask(`${this.scope.key} ${by} ${metric}`, (signal) => top(this.scope, by, metric, LIMIT, signal));
  }

  render() {
    const { top: by } = store.state;
    return html`
      <section class="panel" aria-labelledby="title">
        <div class="head">
          <h2 id="title">${t.top.title}</h2>
          <select aria-label=${t.top.by} @change=${this.#choose}>
            ${(Object.entries(t.top.dimensions) as [TopBy, string][]).map(
              ([key, name]) => html`<option value=${key} ?selected=${key === by}>${name}</option>`,
            )}
          </select>
        </div>
        ${this.#answer.error && !this.#answer.value ? failure(this.#answer.error) : this.#answer.value ? this.#table(this.#answer.value) : loading()}
      </section>
    `;
  }

  #table({ rows, other, total, by }: Top) {
    const { metric } = store.state;
    const unit = sumUnit(metric);
    const scale = scaleOf([...rows.map(({ value }) => value), other]);
    const cell = (value: number) =>
      html`<td class="number" title="${exact(value)} ${unit}" data-value=${value}>${scaled(value, scale)}</td>`;
    const largest = Math.max(1e-9, ...rows.map(({ share }) => share));
    return html`
      <table data-testid="top-table" data-value=${total}>
        <caption class="away">${t.top.title}</caption>
        <thead>
          <tr>
            <th scope="col">${t.columns.name}</th>
            <th scope="col" class="number">${t.columns.total} <span class="unit">${scale.prefix}${unit}</span></th>
            <th scope="col" class="number">${t.columns.share}</th>
            <th scope="col" class="share wide"><span class="away">${t.columns.share}</span></th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ key, name, value, share }) => html`
              <tr data-key=${key}>
                <th scope="row">${name}</th>
                ${cell(value)}
                <td class="number">${percent(share)}</td>
                <td class="share wide">${shareBar(share / largest, 'var(--accent)')}</td>
              </tr>
            `,
          )}
          ${other > 0
            ? html`<tr class="other"><th scope="row">${t.top.other}</th>${cell(other)}<td class="number">${total > 0 ? percent(other / total) : ''}</td><td class="wide"></td></tr>`
            : nothing}
        </tbody>
      </table>
      ${by === 'host' ? html`<p class="muted">${t.top.both}</p>` : nothing}
    `;
  }

  #choose = (event: Event) => store.update({ top: (event.target as HTMLSelectElement).value as TopBy });
}

customElements.define('tm-top-table', TopTable);
