// The top of the page: name, views, range, live, comparison, help, keys, theme, language.
import { LitElement, css, html, nothing, svg } from 'lit';
import type { Status } from '../data/shapes.ts';
import { Subscribed, follow, store } from '../data/state.ts';
import { viewer } from '../data/viewer.ts';
import { LANGUAGES, language, speak, type Language } from '../language.ts';
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
      .compare[aria-pressed='true'],
      .small [aria-pressed='true'] {
        color: var(--accent);
        background: var(--accent-soft);
        border-color: color-mix(in srgb, var(--accent) 45%, transparent);
      }
      .small {
        display: flex;
        align-items: center;
      }
      .small button {
        padding: 0 0.5rem;
      }
      .icon {
        min-width: 32px;
      }
      .icon svg {
        display: block;
      }
      .small select {
        border-color: transparent;
        background: none;
        padding: 0 0.2rem;
      }
      @media (max-width: 1240px) {
        nav {
          order: 3;
          width: 100%;
          overflow-x: auto;
          scrollbar-width: none;
        }
        .name {
          margin-right: auto;
        }
      }
      @media (max-width: 720px) {
        header {
          padding: 0.5rem 0.6rem;
          gap: 0.4rem;
        }
        .tools {
          flex-wrap: wrap;
        }
        nav a {
          white-space: nowrap;
        }
      }
    `,
  ];

  #shown = '';

  constructor() {
    super();
    new Subscribed(this);
    new Subscribed(this, theme);
    new Subscribed(this, viewer);
  }

  render() {
    const { view, live, compare, help } = store.state;
    const { following } = store;
    return html`
      <header>
        <a class="skip" href="#main" @click=${this.#skip}>${t.skip}</a>
        <a class="name" href=${store.href({ view: 'overview' })} @click=${follow({ view: 'overview' })}>
          <img src="/favicon.svg" width="26" height="26" alt="" /><span>Tidemark</span>
        </a>
        <nav aria-label=${t.navigation}>
          ${viewer.views.map(
            (name) => html`
              <a href=${store.href({ view: name, open: '' })} aria-current=${name === view ? 'page' : nothing} @click=${follow({ view: name, open: '' })}>
                ${t.views[name]}
              </a>
            `,
          )}
        </nav>
        <div class="tools">
          <tm-range-picker .status=${this.status} .start=${this.start} .end=${this.end}></tm-range-picker>
          <button
            class="live"
            data-testid="live"
            aria-pressed=${following}
            title=${following ? t.live.on : live ? t.live.chosen : t.live.off}
            @click=${() => store.toggleFollowing()}
          >
            <span class="dot"></span>${t.live.toggle}
          </button>
          <button
            class="compare"
            data-testid="compare"
            aria-pressed=${compare !== ''}
            ?disabled=${view !== 'overview'}
            title=${view !== 'overview' ? t.compare.elsewhere : compare ? t.compare.on : t.compare.off}
            @click=${() => store.update({ compare: compare ? '' : '1d' })}
          >
            ${t.compare.toggle}
          </button>
          <span class="small">
            <button class="plain" aria-pressed=${help === 'on'} title=${t.keys.help} data-testid="help-button" @click=${() => store.update({ help: help === 'on' ? 'off' : 'on' })}>
              ${t.help.title}
            </button>
            <button class="plain icon" aria-label=${t.keys.open} title=${t.keys.open} data-testid="keys-button" @click=${this.#keys}>?</button>
            <button class="plain icon" aria-label=${theme.dark ? t.theme.light : t.theme.dark} title=${theme.dark ? t.theme.light : t.theme.dark} data-testid="theme" @click=${() => theme.toggle()}>
              <svg width="18" height="18" viewBox="0 0 18 18" fill="currentColor" aria-hidden="true">
                ${svg`<path d="M9 1a8 8 0 1 0 0 16A8 8 0 0 0 9 1zm0 1.6v12.8a6.4 6.4 0 0 1 0-12.8z"></path>`}
              </svg>
            </button>
            <select aria-label=${t.language} title=${t.language} data-testid="language" @change=${this.#speak}>
              ${Object.entries(LANGUAGES).map(([key, name]) => html`<option value=${key} lang=${key} .selected=${key === language}>${name}</option>`)}
            </select>
          </span>
        </div>
      </header>
    `;
  }

  updated() {
    const { view } = store.state;
    if (view === this.#shown) return;
    this.#shown = view;
    this.#centre(this.renderRoot.querySelector<HTMLElement>('nav [aria-current]'));
  }

  /** Where the views do not all fit. Not by scrollIntoView: in newer browsers the next Tab would go on from there. */
  #centre(link: HTMLElement | null) {
    const nav = link?.parentElement;
    if (!link || !nav) return;
    const { left, width } = link.getBoundingClientRect();
    nav.scrollLeft += left + width / 2 - nav.getBoundingClientRect().left - nav.clientWidth / 2;
  }

  #keys = () => this.dispatchEvent(new CustomEvent('keys'));

  #speak = (event: Event) => speak((event.target as HTMLSelectElement).value as Language);

  #skip = (event: Event) => {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('skip'));
  };
}

customElements.define('tm-header', Header);
