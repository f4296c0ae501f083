// The top of the page: name, views, range, live, theme.
import { LitElement, css, html, nothing, svg } from 'lit';
import type { Status } from '../data/api.ts';
import { Subscribed, VIEWS, store, type View } from '../data/state.ts';
import { t } from '../strings.ts';
import { theme } from '../theme.ts';
import './range-picker.ts';
import { base, controls } from './styles.ts';

class Header extends LitElement {
  declare status: Status | null;
  declare start: number | null;
  declare end: number | null;

  static properties = { status: { attribute: false }, start: { attribute: false }, end: { attribute: false } };

  static styles = [
    base,
    controls,
    css`
      :host {
        background: var(--surface);
        border-bottom: 1px solid var(--line);
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.4rem 1rem;
        max-width: 1600px;
        margin: 0 auto;
        padding: 0.5rem 1rem;
      }
      .skip:not(:focus) {
        position: absolute;
        clip-path: inset(50%);
      }
      .name {
        display: flex;
        align-items: center;
        gap: 0.55rem;
        font-size: 1.05rem;
        font-weight: 650;
        letter-spacing: -0.01em;
        color: var(--text);
        text-decoration: none;
      }
      nav {
        display: flex;
        gap: 0.15rem;
        margin-right: auto;
      }
      nav a {
        padding: 0.35rem 0.65rem;
        border-radius: 7px;
        color: var(--muted);
        text-decoration: none;
      }
      nav a:hover {
        background: var(--hover);
      }
      nav a[aria-current] {
        color: var(--accent);
        background: var(--accent-soft);
        font-weight: 600;
      }
      .tools {
        display: flex;
        align-items: center;
        gap: 0.4rem;
      }
      .live {
        display: inline-flex;
        align-items: center;
        gap: 0.45rem;
      }
      .live .dot {
        width: 8px;
        height: 8px;
        border-radius: 50%;
        border: 1.5px solid var(--muted);
      }
      .live[aria-pressed='true'] {
        color: var(--good);
        border-color: color-mix(in srgb, var(--good) 45%, transparent);
        background: var(--good-soft);
      }
      .live[aria-pressed='true'] .dot {
        background: var(--good);
        border-color: var(--good);
        animation: beat 2s ease-in-out infinite;
      }
      @keyframes beat {
        50% {
          opacity: 0.35;
        }
      }
      .theme {
        padding: 0 0.5rem;
      }
      .theme svg {
        display: block;
      }
      @media (max-width: 720px) {
        header {
          padding: 0.5rem 0.6rem;
        }
        .name {
          margin-right: auto;
        }
        nav {
          order: 3;
          width: 100%;
          margin: 0;
        }
        nav a {
          flex: 1;
          text-align: center;
          padding-inline: 0.3rem;
        }
      }
      @media (max-width: 400px) {
        .name span {
          position: absolute;
          clip-path: inset(50%);
        }
      }
    `,
  ];

  constructor() {
    super();
    new Subscribed(this);
    new Subscribed(this, theme);
  }

  render() {
    const { view, live } = store.state;
    return html`
      <header>
        <a class="skip" href="#main" @click=${this.#skip}>${t.skip}</a>
        <a class="name" href=${store.href({ view: 'overview' })} @click=${this.#go('overview')}>
          <img src="/favicon.svg" width="26" height="26" alt="" /><span>Tidemark</span>
        </a>
        <nav aria-label="Views">
          ${VIEWS.map(
            (name) => html`
              <a href=${store.href({ view: name })} aria-current=${name === view ? 'page' : nothing} @click=${this.#go(name)}>
                ${t.views[name]}
              </a>
            `,
          )}
        </nav>
        <div class="tools">
          <tm-range-picker .status=${this.status} .start=${this.start} .end=${this.end}></tm-range-picker>
          <button
            class="live"
            aria-pressed=${live}
            title=${live ? t.live.on : t.live.off}
            @click=${() => store.update({ live: !live })}
          >
            <span class="dot"></span>${t.live.toggle}
          </button>
          <button
            class="plain theme"
            aria-label=${theme.dark ? t.theme.light : t.theme.dark}
            title=${theme.dark ? t.theme.light : t.theme.dark}
            @click=${() => theme.toggle()}
          >
            <svg width="18" height="18" viewBox="0 0 18 18" fill="currentColor" aria-hidden="true">
              ${svg`<path d="M9 1a8 8 0 1 0 0 16A8 8 0 0 0 9 1zm0 1.6v12.8a6.4 6.4 0 0 1 0-12.8z"></path>`}
            </svg>
          </button>
        </div>
      </header>
    `;
  }

  #skip = (event: Event) => {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('skip'));
  };

  #go = (view: View) => (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab or window
    event.preventDefault();
    store.update({ view });
  };
}

customElements.define('tm-header', Header);
