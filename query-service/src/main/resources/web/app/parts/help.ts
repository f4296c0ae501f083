// Help for the view that is open: what one sees, how to read it, what one can do. Open or not stands in the URL.
import { LitElement, css, html, nothing } from 'lit';
import { Subscribed, store } from '../data/state.ts';
import { t } from '../strings.ts';
import { base, controls } from './styles.ts';

class Help extends LitElement {
  static styles = [
    base,
    controls,
    css`
      aside {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr)) auto;
        gap: 0.5rem 1.5rem;
        padding: 0.75rem 1rem;
        margin-bottom: 0.75rem;
        background: var(--accent-soft);
        border-radius: 10px;
      }
      h2 {
        font-size: 13px;
        margin-bottom: 0.15rem;
      }
      p {
        font-size: 13px;
      }
      button {
        align-self: start;
        padding: 0 0.5rem;
      }
      @media (max-width: 720px) {
        aside {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        div {
          grid-column: 1;
        }
        button {
          grid-area: 1 / 2;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Subscribed(this);
  }

  render() {
    const { help, view } = store.state;
    if (help !== 'on') return nothing;
    const words = t.help[view];
    return html`
      <aside aria-label="${t.help.title}${t.colon}${t.views[view]}" data-testid="help">
        ${(['see', 'read', 'do'] as const).map((part) => html`<div><h2>${t.help[part]}</h2><p>${words[part]}</p></div>`)}
        <button class="plain" aria-label=${t.close} title=${t.close} @click=${() => store.update({ help: 'off' })}>✕</button>
      </aside>
    `;
  }
}

customElements.define('tm-help', Help);
