// What traffic is split by: a list of fields, each a select; one more adds a field, as far as the question takes them.
import { LitElement, css, html, nothing } from 'lit';
import { COMMON, fields, nameOf } from '../data/fields.ts';
import { Subscribed } from '../data/state.ts';
import { t } from '../strings.ts';
import { base, controls } from './styles.ts';

const ENDS = ['src', 'dst', 'any'] as const;
const OF_NO_END = ['protocol', 'application', 'dst.port'];

/** Fires `choose` with the list, fields with commas between. */
class Dimensions extends LitElement {
  declare value: string;
  /** how many there may be, and must be */
  declare most: number;
  declare least: number;
  /** whether nothing may be chosen */
  declare none: boolean;
  /** whether traffic may count for both of its ends */
  declare either: boolean;
  declare label: string;

  static properties = { value: {}, most: { type: Number }, least: { type: Number }, none: { type: Boolean }, either: { type: Boolean }, label: {} };

  static styles = [
    base,
    controls,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.4rem;
      }
      select {
        max-width: 15rem;
      }
      .more {
        width: 2.9rem;
        padding: 0 0.2rem 0 0.5rem;
        color: var(--muted);
        border-style: dashed;
        border-color: var(--strong-line);
      }
    `,
  ];

  constructor() {
    super();
    this.most = 3;
    this.least = 1;
    this.none = false;
    this.either = true;
    new Subscribed(this, fields);
  }

  connectedCallback() {
    super.connectedCallback();
    void fields.load();
  }

  render() {
    const chosen = this.value.split(',');
    const more = this.value !== 'none' && chosen.length < this.most;
    return html`
      <div role="group" aria-label=${this.label}>
        ${chosen.map((field, i) => this.#select(field, i, chosen))} ${more ? this.#select('', chosen.length, chosen) : nothing}
      </div>
    `;
  }

  #select(field: string, i: number, chosen: string[]) {
    const taken = new Set(chosen.filter((_, other) => other !== i));
    const free = (names: string[]) => names.filter((name) => !taken.has(name));
    const common = !this.either ? OF_NO_END : chosen.length + Number(field === '') > 1 ? COMMON.filter((name) => name !== 'conversation') : COMMON;
    const label = field === '' ? t.dimensions.more : i === 0 ? this.label : t.dimensions.also;
    return html`
      <select
        class=${field === '' ? 'more' : ''}
        data-testid=${field === '' ? 'dimension-more' : 'dimension'}
        aria-label=${label}
        title=${label}
        @change=${(event: Event) => this.#choose(i, (event.target as HTMLSelectElement).value)}
      >
        ${field === '' ? html`<option value="" selected>+</option>` : nothing}
        ${field !== '' && i >= this.least ? html`<option value="">${t.dimensions.remove}</option>` : nothing}
        ${this.none && i === 0 ? option('none', field) : nothing}
        <optgroup label=${t.dimensions.common}>
          ${free(common).map((name) => option(name, field))}
        </optgroup>
        ${ENDS.filter((end) => this.either || end !== 'any').map((end) => group(t.dimensions[end], free(fields.grouped(end)), field))}
        ${field !== '' && !this.#offers(field, common) ? option(field, field) : nothing}
      </select>
    `;
  }

  #offers(field: string, common: string[]): boolean {
    return (this.none && field === 'none') || common.includes(field) || ENDS.some((end) => fields.grouped(end).includes(field));
  }

  #choose(i: number, field: string) {
    const next = this.value.split(',');
    if (field === '') next.splice(i, 1);
    else next[i] = field;
    if (field === 'none') next.length = 1;
    this.dispatchEvent(new CustomEvent('choose', { detail: next.join(',') }));
  }
}

const option = (name: string, chosen: string) => html`<option value=${name} .selected=${name === chosen}>${nameOf(name)}</option>`;

const group = (label: string, names: string[], chosen: string) =>
  names.length === 0 ? nothing : html`<optgroup label=${label}>${names.map((name) => option(name, chosen))}</optgroup>`;

customElements.define('tm-dimensions', Dimensions);
