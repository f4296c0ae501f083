// The filter of the page: one line of CEL with completion, and what is wrong with it under the character where it is wrong.
import { LitElement, css, html, nothing } from 'lit';
import { top, type Problem } from '../data/api.ts';
import { placeOf, suggestions, type Place, type Suggestion } from '../data/completion.ts';
import { fields } from '../data/fields.ts';
import { verdict } from '../data/filter.ts';
import type { Scope } from '../data/scope.ts';
import type { Field } from '../data/shapes.ts';
import { Subscribed, store } from '../data/state.ts';
import { t } from '../strings.ts';
import { base, controls } from './styles.ts';

class FilterBox extends LitElement {
  declare scope: Scope | null;
  declare private offered: Suggestion[];
  declare private chosen: number; // of them; -1: none

  static properties = { scope: { attribute: false }, offered: { state: true }, chosen: { state: true } };

  static styles = [
    base,
    controls,
    css`
      :host {
        margin-bottom: 0.75rem;
      }
      form {
        display: flex;
        align-items: center;
        gap: 0.5rem;
      }
      .field {
        position: relative;
        flex: 1;
        min-width: 0;
      }
      input {
        width: 100%;
        height: 32px;
        padding: 0 0.6rem;
        font-family: var(--mono);
        font-size: 13px;
        background: var(--raised);
        border: 1px solid var(--strong-line);
        border-radius: 7px;
      }
      input::placeholder {
        color: var(--muted);
        opacity: 1;
      }
      input[aria-invalid='true'] {
        border-color: var(--bad);
      }
      ul {
        position: absolute;
        top: calc(100% + 4px);
        left: 0;
        z-index: 8;
        min-width: min(100%, 26rem);
        max-width: 100%;
        margin: 0;
        padding: 0.25rem;
        list-style: none;
        background: var(--raised);
        border: 1px solid var(--line);
        border-radius: 8px;
        box-shadow: var(--shadow);
      }
      li {
        display: flex;
        justify-content: space-between;
        gap: 1.5rem;
        padding: 0.25rem 0.5rem;
        border-radius: 5px;
        cursor: pointer;
      }
      li[aria-selected='true'],
      li:hover {
        background: var(--accent-soft);
      }
      code {
        font-family: var(--mono);
        font-size: 13px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      li span {
        color: var(--muted);
        font-size: 12px;
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .problem {
        margin-top: 0.4rem;
        padding: 0.4rem 0.6rem;
        background: var(--bad-soft);
        border-radius: 7px;
      }
      pre {
        margin: 0 0 0.2rem;
        font: 13px/1.3 var(--mono);
        white-space: pre;
        overflow-x: auto;
      }
      .problem b {
        color: var(--bad);
      }
    `,
  ];

  #values = new Map<string, [string, string][]>();
  #asked: Scope | null = null;

  constructor() {
    super();
    this.offered = [];
    this.chosen = -1;
    new Subscribed(this);
    new Subscribed(this, verdict);
  }

  /** Where `/` leads. */
  focus() {
    this.#input.focus();
    this.#input.select();
  }

  get #input() {
    return this.renderRoot.querySelector<HTMLInputElement>('#filter')!;
  }

  render() {
    const { filter } = store.state;
    const problem = filter ? verdict.problem : null;
    const open = this.offered.length > 0;
    return html`
      <form role="search" @submit=${this.#apply}>
        <label for="filter">${t.filter.label}</label>
        <span class="field">
          <input
            id="filter"
            data-testid="filter"
            type="text"
            role="combobox"
            aria-expanded=${open}
            aria-controls="offered"
            aria-autocomplete="list"
            aria-activedescendant=${this.chosen >= 0 ? `offer-${this.chosen}` : nothing}
            maxlength="4096"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            placeholder=${t.filter.example}
            .value=${filter}
            aria-invalid=${problem !== null}
            aria-describedby=${problem ? 'problem' : nothing}
            @focus=${() => void fields.load().then(this.#offer)}
            @input=${this.#offer}
            @click=${this.#offer}
            @keydown=${this.#key}
            @blur=${() => this.#offers([])}
          />
          <ul id="offered" role="listbox" aria-label=${t.filter.suggestions} ?hidden=${!open}>
            ${this.offered.map(
              ({ text, meaning }, i) => html`
                <li id="offer-${i}" role="option" aria-selected=${i === this.chosen} @pointerdown=${(event: Event) => this.#take(i, event)}>
                  <code>${text.trim()}</code><span>${meaning}</span>
                </li>
              `,
            )}
          </ul>
        </span>
        <button>${t.filter.apply}</button>
        ${filter ? html`<button type="button" class="plain" @click=${this.#clear}>${t.filter.clear}</button>` : nothing}
      </form>
      ${problem ? refusal(problem, filter) : nothing}
    `;
  }

  #offers(offered: Suggestion[]) {
    this.offered = offered;
    this.chosen = -1;
  }

  #place(): Place | null {
    const { selectionStart: caret, selectionEnd, value } = this.#input;
    return caret !== null && caret === selectionEnd ? placeOf(value.slice(0, caret), fields.all) : null;
  }

  #offer = () => {
    const caret = this.#input.selectionStart ?? 0;
    const place = this.#place();
    if (place === null || this.shadowRoot?.activeElement !== this.#input) return this.#offers([]);
    const values = place.kind === 'value' ? this.#valuesOf(place.field) : [];
    this.#offers(suggestions(place, caret, fields.all, values));
  };

  /** The field's largest values in the range; empty while they are asked for. */
  #valuesOf({ name, grouped }: Field): [string, string][] {
    if (!grouped || this.scope === null) return [];
    if (this.#asked?.from !== this.scope.from) this.#values.clear();
    this.#asked = this.scope;
    const known = this.#values.get(name);
    if (known) return known;
    this.#values.set(name, []);
    void top({ ...this.scope, filter: '' }, name, 'bytes', 50, '').then(({ rows }) => {
      const written = rows.flatMap((row) => (row.filter?.startsWith(`${name} == `) ? [[row.filter.slice(name.length + 4), row.name] as [string, string]] : []));
      this.#values.set(name, written.map(([text, called]) => [`${text} `, text.includes(called) ? '' : called]));
      const place = this.#place();
      if (place?.kind === 'value' && place.field.name === name) this.#offer(); // who has gone on keeps what is offered there
    }, () => this.#values.delete(name));
    return [];
  }

  #key = (event: KeyboardEvent) => {
    const { offered, chosen } = this;
    if (event.key === 'Escape' && offered.length > 0) this.#offers([]);
    else if (event.key === 'Escape') this.#input.blur();
    else if (event.key === 'ArrowDown' && offered.length === 0) this.#offer();
    else if (event.key === 'ArrowDown') this.chosen = (chosen + 1) % offered.length;
    else if (event.key === 'ArrowUp' && offered.length > 0) this.chosen = (Math.max(chosen, 0) - 1 + offered.length) % offered.length;
    else if (event.key === 'Enter' && chosen >= 0) return this.#take(chosen, event);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #take(i: number, event: Event) {
    event.preventDefault(); // the box keeps the focus
    const { text, from } = this.offered[i];
    const input = this.#input;
    const before = input.value.slice(0, from);
    const start = text.startsWith('.') ? before.trimEnd() : before;
    const rest = input.value.slice(input.selectionStart ?? from);
    input.value = start + text + rest;
    const caret = start.length + text.length;
    input.setSelectionRange(caret, caret);
    this.#offer();
  }

  #apply = (event: Event) => {
    event.preventDefault();
    this.#offers([]);
    store.update({ filter: this.#input.value.trim() });
  };

  #clear = () => store.update({ filter: '' });
}

/** The line that is wrong, a caret under the place, and in words what and what would be right. */
function refusal({ detail, hint, line, column }: Problem, filter: string) {
  const wrong = line === null ? null : (filter.split('\n')[line - 1] ?? '');
  return html`
    <div class="problem" id="problem" role="alert" data-testid="filter-problem" data-value=${column ?? ''}>
      ${wrong === null || column === null ? nothing : html`<pre aria-hidden="true">${`${wrong}\n${' '.repeat(column - 1)}^`}</pre>`}
      <b>${hint ? detail.replace(` (${hint})`, '') : detail}</b> ${hint ?? ''}
    </div>
  `;
}

customElements.define('tm-filter', FilterBox);
