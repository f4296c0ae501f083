// The largest of a kind in the range: conversations, hosts, whatever traffic can be split by; yesterday's beside it.
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { isCompared, sumUnit } from '../chart/rates.ts';
import { top } from '../data/api.ts';
import { fields, nameOf, valueName } from '../data/fields.ts';
import { Loader } from '../data/loader.ts';
import type { Scope } from '../data/scope.ts';
import type { Metric, Sketched, Top, TopRow } from '../data/shapes.ts';
import { Subscribed, store } from '../data/state.ts';
import { viewer } from '../data/viewer.ts';
import { change, exact, percent, scaleOf, scaled, timeScaleOf } from '../format.ts';
import { say, t } from '../strings.ts';
import { shareBar } from './bars.ts';
import './dimensions.ts';
import { awaited } from './notice.ts';
import { base, controls, links, tables } from './styles.ts';

const LIMIT = 10;

/** What is told of applications and what they are made of, and of no addresses. */
const SKETCHED: Sketched[] = ['round_trip_p50', 'round_trip_p90', 'round_trip_p95', 'round_trip_p99', 'clients'];

class TopTable extends LitElement {
  declare scope: Scope;
  /** fields with commas between, or a word that stands for them */
  declare by: string;
  declare heading: string;
  /** whether the reader chooses what it lists */
  declare open: boolean;

  static properties = { scope: { attribute: false }, by: {}, heading: {}, open: { type: Boolean } };

  static styles = [
    base,
    controls,
    links,
    tables,
    css`
      .head {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: center;
        gap: 0.3rem 0.5rem;
        min-height: 44px;
        padding: 0.4rem 0.6rem 0.2rem;
      }
      th[scope='row'] {
        white-space: normal;
        overflow-wrap: anywhere;
      }
      .share {
        width: 18%;
        min-width: 56px;
      }
      select {
        max-width: 7.5rem;
      }
      p {
        padding: 0.4rem 0.6rem 0.6rem;
        font-size: 12px;
      }
      @media (max-width: 560px) {
        .wide {
          display: none;
        }
        th,
        td {
          padding-inline: 0.4rem;
        }
      }
    `,
  ];

  readonly #answer = new Loader<Top>(this);

  constructor() {
    super();
    this.open = false;
    new Subscribed(this);
    new Subscribed(this, fields);
  }

  willUpdate(_: PropertyValues) {
    const { compare } = store.state;
    const metric = this.#metric();
    this.#answer.ask(`${this.scope.key} ${this.by} ${metric} ${compare}`, (signal) => top(this.scope, this.by, metric, LIMIT, compare, signal));
  }

  #metric(): Metric | Sketched {
    const { metric, rank } = store.state;
    return rank !== '' && this.#ranks() ? rank : metric;
  }

  /** Whether it can be ranked by more than the unit that all else is measured in. */
  #ranks(): boolean {
    return this.open && !viewer.limited && fields.areOf('application', this.by);
  }

  render() {
    const { value } = this.#answer;
    return html`
      <section class="panel" aria-labelledby="title">
        <div class="head">
          <h2 id="title">${this.heading}</h2>
          ${this.open
            ? html`<tm-dimensions .value=${this.by} .label=${t.top.by} @choose=${(event: CustomEvent<string>) => store.update({ top: event.detail })}></tm-dimensions> ${this.#rankPicker()}`
            : nothing}
        </div>
        ${awaited(this.#answer)} ${value ? this.#table(value) : nothing}
      </section>
    `;
  }

  #rankPicker() {
    const possible = this.#ranks();
    return html`
      <select
        aria-label=${t.top.rank}
        title=${possible ? t.top.rank : t.top.rankHelp}
        data-testid="rank"
        @change=${(event: Event) => store.update({ rank: (event.target as HTMLSelectElement).value as Sketched | '' })}
      >
        <option value="" .selected=${!possible || store.state.rank === ''}>${t.top.ranks.traffic}</option>
        ${SKETCHED.map((rank) => html`<option value=${rank} ?disabled=${!possible} .selected=${possible && rank === store.state.rank}>${t.top.ranks[rank]}</option>`)}
      </select>
    `;
  }

  #table(answer: Top) {
    const { rows, other, total, by, metric, earlier_other } = answer;
    const earlier = isCompared(answer);
    const sketched = SKETCHED.includes(metric as Sketched);
    const times = sketched && metric !== 'clients';
    const unit = times ? 's' : sketched ? '' : sumUnit(metric as Metric);
    const scale = (times ? timeScaleOf : scaleOf)([...rows.flatMap((row) => [row.value ?? 0, row.earlier ?? 0]), other ?? 0]);
    const cell = (value: number | null) =>
      value === null
        ? html`<td class="number muted">–</td>`
        : html`<td class="number" title="${exact(value)} ${times ? 'ns' : unit}" data-value=${value}>${scaled(value, scale)}</td>`;
    const compared = (value: number | null, before: number | null) =>
      !earlier ? nothing : html`${cell(before)}<td class="number">${value === null || before === null ? '' : change(value, before)}</td>`;
    const none = sketched ? null : 0; // what is not in an answer has no traffic, but not no round trips
    const largest = Math.max(1e-9, ...rows.map(({ share }) => share ?? 0));
    const size = `${scale.prefix}${unit}`;
    return html`
      <table data-testid=${this.open ? 'top-table' : 'top-conversations'} data-value=${total}>
        <caption class="away">${this.heading}${t.colon}${nameOf(by.join(','))}</caption>
        <thead>
          <tr>
            <th scope="col">${t.columns.name}</th>
            <th scope="col" class="number">${sketched ? t.top.ranks[metric as Sketched] : t.columns.total} <span class="unit">${size}</span></th>
            ${earlier ? html`<th scope="col" class="number">${t.compare.earlier} <span class="unit">${size}</span></th><th scope="col" class="number">${t.compare.change}</th>` : nothing}
            ${sketched ? nothing : html`<th scope="col" class="number ${earlier ? 'wide' : ''}">${t.columns.share}</th>`}
            ${earlier || sketched ? nothing : html`<td class="share wide"></td>`}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) => html`
              <tr data-key=${row.key}>
                <th scope="row">${this.#name(row)}</th>
                ${cell(row.value)} ${compared(row.value, row.earlier ?? none)}
                ${sketched ? nothing : html`<td class="number ${earlier ? 'wide' : ''}">${row.share === null ? '' : percent(row.share)}</td>`}
                ${earlier || sketched ? nothing : html`<td class="share wide">${shareBar((row.share ?? 0) / largest, 'var(--accent)')}</td>`}
              </tr>
            `,
          )}
          ${other
            ? html`
                <tr class="other">
                  <th scope="row">${t.top.other}</th>
                  ${cell(other)} ${compared(other, earlier_other ?? none)}
                  ${sketched ? nothing : html`<td class="number ${earlier ? 'wide' : ''}">${total ? percent(other / total) : ''}</td>`}
                  ${earlier || sketched ? nothing : html`<td class="wide"></td>`}
                </tr>
              `
            : nothing}
        </tbody>
      </table>
      ${by.some((field) => field.startsWith('any.')) ? html`<p class="muted">${t.top.both}</p>` : nothing}
    `;
  }

  /** Conversations open their facts, all others filter by themselves. */
  #name(row: TopRow) {
    const name = valueName(row);
    const { filter } = row;
    if (filter === null) return name;
    if (this.by !== 'conversation') {
      return html`<button class="link" title=${say(t.filter.by, { what: filter })} @click=${() => store.narrow(filter)}>${name}</button>`;
    }
    return html`
      <button class="link" title=${say(t.top.open, { name })} @click=${() => store.update({ view: 'conversations', open: filter })}>${name}</button>
    `;
  }
}

customElements.define('tm-top-table', TopTable);
