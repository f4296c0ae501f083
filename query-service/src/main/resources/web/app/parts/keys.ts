// Keyboard shortcuts, and the list of them.
import { LitElement, css, html } from 'lit';
import { Subscribed, store, type View } from '../data/state.ts';
import { viewer } from '../data/viewer.ts';
import { say, t } from '../strings.ts';
import { theme } from '../theme.ts';
import { base, controls } from './styles.ts';

/** After `g`. */
const LETTERS: Record<string, View> = { o: 'overview', c: 'conversations', m: 'map', s: 'sankey', h: 'heat', l: 'ledger', t: 'status' };

/** Fires `filter` when the filter is wanted, `zoomout` when a longer range is. */
class Keys extends LitElement {
  static styles = [
    base,
    controls,
    css`
      dialog {
        width: min(34rem, calc(100vw - 2rem));
        padding: 1rem 1.25rem;
        color: var(--text);
        background: var(--raised);
        border: 1px solid var(--line);
        border-radius: 12px;
        box-shadow: var(--shadow);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 0.4);
      }
      .head {
        display: flex;
        justify-content: space-between;
        align-items: center;
        margin-bottom: 0.5rem;
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 0.4rem 1rem;
        margin-bottom: 0.75rem;
      }
      kbd {
        display: inline-block;
        min-width: 1.6em;
        padding: 0.05rem 0.4rem;
        text-align: center;
        font: 12px var(--mono);
        background: var(--hover);
        border: 1px solid var(--strong-line);
        border-radius: 5px;
      }
    `,
  ];

  #after = false; // g was pressed

  constructor() {
    super();
    new Subscribed(this, viewer);
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('keydown', this.#key);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#key);
  }

  render() {
    const list = Object.entries(LETTERS)
      .filter(([, view]) => viewer.views.includes(view))
      .map(([letter, view]) => `${letter} ${t.views[view]}`)
      .join(t.list);
    const keys: [string, string][] = [
      ['/', t.keys.filter],
      ['g', say(t.keys.views, { list })],
      ['l', t.keys.live],
      ['c', t.keys.compare],
      ['z', t.keys.zoomOut],
      ['h', t.keys.help],
      ['d', t.keys.theme],
      ['?', t.keys.list],
      ['Esc', t.keys.escape],
    ];
    return html`
      <dialog aria-labelledby="title" data-testid="keys">
        <div class="head">
          <h2 id="title">${t.keys.title}</h2>
          <button class="plain" aria-label=${t.close} @click=${this.#close}>✕</button>
        </div>
        <dl>${keys.map(([key, meaning]) => html`<dt><kbd>${key}</kbd></dt><dd>${meaning}</dd>`)}</dl>
        <p class="muted">${t.keys.chart} ${t.keys.table}</p>
      </dialog>
    `;
  }

  /** Shows the list. */
  open() {
    this.#dialog.showModal();
  }

  get #dialog() {
    return this.renderRoot.querySelector<HTMLDialogElement>('dialog')!;
  }

  #close = () => this.#dialog.close();

  /** Single letters are for the page only while nobody writes or chooses. */
  #key = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || this.#dialog.open) return;
    const target = event.composedPath()[0];
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
    const wasAfter = this.#after;
    this.#after = false;
    const view = wasAfter ? LETTERS[event.key] : undefined;
    if (view && viewer.views.includes(view)) store.update({ view });
    else if (!this.#act(event.key)) return;
    event.preventDefault();
  };

  #act(key: string): boolean {
    const { compare, help, open } = store.state;
    switch (key) {
      case 'g':
        return (this.#after = true);
      case '/':
        return this.#fire('filter');
      case 'z':
        return this.#fire('zoomout');
      case '?':
        this.open();
        return true;
      case 'l':
        store.toggleFollowing();
        return true;
      case 'c':
        store.update({ compare: compare ? '' : '1d' });
        return true;
      case 'h':
        store.update({ help: help === 'on' ? 'off' : 'on' });
        return true;
      case 'd':
        theme.toggle();
        return true;
      case 'Escape':
        if (!open && help === 'off') return false;
        store.update(open ? { open: '' } : { help: 'off' });
        return true;
      default:
        return false;
    }
  }

  #fire(name: string): boolean {
    this.dispatchEvent(new CustomEvent(name));
    return true;
  }
}

customElements.define('tm-keys', Keys);
