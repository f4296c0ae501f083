// The filter of the page: one line of CEL, and what is wrong with it under the character where it is wrong.
import { LitElement, css, html, nothing } from 'lit';
import type { Problem } from '../data/api.ts';
import { verdict } from '../data/filter.ts';
import { Subscribed, store } from '../data/state.ts';
import { t } from '../strings.ts';
import { base, controls } from './styles.ts';

class FilterBox extends LitElement {
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
      input {
        flex: 1;
        min-width: 0;
        height: 32px;
        padding: 0 0.6rem;
        font-family: var(--mono);
        font-size: 13px;
        background: var(--raised);
        border: 1px solid var(--strong-line);
        border-radius: 7px;
      }
      input[aria-invalid='true'] {
        border-color: var(--bad);
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

  constructor() {
    super();
    new Subscribed(this);
    new Subscribed(this, verdict);
  }

  render() {
    const { filter } = store.state;
    const problem = filter ? verdict.problem : null;
    return html`
      <form role="search" @submit=${this.#apply}>
        <label for="filter">${t.filter.label}</label>
        <input
          id="filter"
          data-testid="filter"
          type="text"
          maxlength="4096"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          placeholder=${t.filter.example}
          .value=${filter}
          aria-invalid=${problem !== null}
          aria-describedby=${problem ? 'problem' : nothing}
        />
        <button>${t.filter.apply}</button>
        ${filter ? html`<button type="button" class="plain" @click=${this.#clear}>${t.filter.clear}</button>` : nothing}
      </form>
      ${problem ? refusal(problem, filter) : nothing}
    `;
  }

  #apply = (event: Event) => {
    event.preventDefault();
    store.update({ filter: this.renderRoot.querySelector<HTMLInputElement>('#filter')!.value.trim() });
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
