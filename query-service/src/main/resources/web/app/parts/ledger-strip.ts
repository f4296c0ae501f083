// The promise of the page, under every view: what was received is what was counted plus what has another name.
import { LitElement, css, html, nothing } from 'lit';
import { WINDOW_MS, type Scope } from '../data/scope.ts';
import type { Amount, Answer, Ledger } from '../data/shapes.ts';
import { follow, store } from '../data/state.ts';
import { dateTime, duration, exact } from '../format.ts';
import { say, t, word } from '../strings.ts';
import { base } from './styles.ts';

/** Windows reach the database in parts; an imbalance of the newest ones counts only when it is still there at the next look. */
export const settling = (ledger: Ledger, before: Ledger | null, moving: boolean) =>
  moving && ledger.unexplained.packets !== 0 && (before === null || before.unexplained.packets === 0);

/** A cause's short name. */
export const causeName = (cause: string) => word(t.causes, cause)?.[0] ?? cause.replaceAll('_', ' ');

/** Why an answer is not complete, in words. */
export function incomplete({ recorded_from, missing_nodes }: Answer): string {
  if (recorded_from === null) return t.ledger.unrecorded;
  return missing_nodes.length === 0 ? t.ledger.arriving : say(t.ledger.incomplete, { nodes: missing_nodes.join(t.list) });
}

/** Exact packets and bytes, for a title. */
export const inFull = ({ packets, bytes }: Amount) =>
  `${say(t.ledger.packets, { n: exact(packets) })}${t.list}${say(t.ledger.bytes, { n: exact(bytes) })}`;

/** Causes that have something, largest first. */
export const causesOf = (other: Record<string, Amount>) =>
  Object.entries(other)
    .filter(([, { packets, bytes }]) => packets !== 0 || bytes !== 0)
    .sort(([, a], [, b]) => b.packets - a.packets);

class LedgerStrip extends LitElement {
  declare ledger: Ledger | null;
  declare previous: Ledger | null;
  declare scope: Scope | null;
  declare failed: boolean;
  declare limited: boolean;

  static properties = { ledger: { attribute: false }, previous: { attribute: false }, scope: { attribute: false }, failed: { type: Boolean }, limited: { type: Boolean } };

  static styles = [
    base,
    css`
      :host {
        position: sticky;
        bottom: 0;
        z-index: 5;
        background: var(--surface);
        border-top: 1px solid var(--line);
        font-size: 13px;
      }
      a,
      .limited {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0.15rem 1.5rem;
        max-width: 1600px;
        min-height: 38px;
        margin: 0 auto;
        padding: 0.35rem 1rem;
        color: var(--text);
        text-decoration: none;
      }
      a:hover {
        background: var(--hover);
      }
      a:focus-visible {
        outline-offset: -2px;
      }
      .equation {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 0.45rem;
      }
      .term {
        white-space: nowrap;
      }
      .term b {
        font-weight: 600;
      }
      .sign {
        color: var(--muted);
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1.2rem;
        align-items: baseline;
      }
      .good {
        color: var(--good);
        font-weight: 600;
      }
      .warn {
        color: var(--warn);
        font-weight: 600;
      }
      .bad {
        padding: 0.1rem 0.5rem;
        border-radius: 5px;
        background: var(--bad);
        color: var(--surface);
        font-weight: 700;
      }
      @media (max-width: 720px) {
        :host {
          position: static;
        }
        a,
        .limited {
          padding: 0.5rem 0.6rem;
        }
      }
    `,
  ];

  render() {
    const { ledger } = this;
    if (this.limited) {
      return html`<footer><div class="limited"><span class="muted" data-testid="limited-ledger">${t.ledger.limited}</span> ${this.#freshness()}</div></footer>`;
    }
    return html`
      <footer>
        <a href=${store.href({ view: 'ledger' })} title=${t.ledger.strip} @click=${this.#open}>
          ${ledger === null ? this.#unknown() : this.#equation(ledger)}
          <span class="facts">${ledger === null ? nothing : this.#completeness(ledger)} ${this.#freshness()}</span>
        </a>
      </footer>
    `;
  }

  #unknown() {
    return html`<span class="muted">${this.failed ? `${t.ledger.title}${t.colon}${t.errors.unknown}` : t.loading}</span>`;
  }

  #equation(ledger: Ledger) {
    const { received, persisted, other, unexplained } = ledger;
    return html`
      <span class="equation" data-testid="ledger">
        ${term(t.ledger.received, received, 'ledger-received')} <span class="sign">=</span>
        ${term(t.ledger.counted, persisted, 'ledger-persisted')}
        ${causesOf(other).map(
          ([cause, amount]) => html`<span class="sign">+</span> ${term(causeName(cause), amount, `ledger-${cause}`)}`,
        )}
        ${this.#verdict(ledger, unexplained)}
      </span>
    `;
  }

  #verdict(ledger: Ledger, { packets, bytes }: Amount) {
    const balanced = packets === 0 && bytes === 0;
    const patient = !balanced && settling(ledger, this.previous, this.scope?.moving ?? false);
    const words = `${exact(packets)} ${t.ledger.unexplained}`;
    return html`
      <span
        data-testid="ledger-unexplained"
        data-value=${packets}
        data-bytes=${bytes}
        role=${balanced || patient ? nothing : 'alert'}
        class=${balanced ? 'good' : patient ? 'muted' : 'bad'}
        title="${inFull({ packets, bytes })} ${t.ledger.unexplained}"
      >
        ${balanced ? `✓ ${t.ledger.adds}` : patient ? t.ledger.settling : `${words} (${exact(bytes)} B)`}
      </span>
    `;
  }

  #completeness(ledger: Ledger) {
    const { complete, from, recorded_from: first } = ledger;
    const late = first !== null && Date.parse(first) - Date.parse(from) > WINDOW_MS;
    return html`
      ${late ? html`<span data-testid="ledger-recorded" class="muted">${say(t.ledger.recordedFrom, { time: dateTime(Date.parse(first)) })}</span>` : nothing}
      <span data-testid="ledger-complete" data-value=${complete} class=${complete ? 'good' : first === null ? 'muted' : 'warn'}>
        ${complete ? `${t.ledger.complete} ✓` : incomplete(ledger)}
      </span>
    `;
  }

  #freshness() {
    const { known, moving, end } = this.scope ?? { known: null, moving: false, end: null };
    if (known === null) return nothing;
    const seconds = (Date.now() - known) / 1000;
    const text = moving || (end ?? 0) > Date.now() ? say(t.ledger.behind, { duration: duration(seconds) }) : say(t.ledger.newest, { time: dateTime(known) });
    const late = moving && seconds > 60;
    return html`<span data-testid="freshness" data-value=${Math.round(seconds)} class=${late ? 'warn' : 'muted'} title=${duration(seconds)}>${text}</span>`;
  }

  #open = (event: MouseEvent) => {
    follow({ view: 'ledger' })(event);
    if (event.defaultPrevented) scrollTo({ top: 0 });
  };
}

const term = (name: string, amount: Amount, id: string) => html`
  <span class="term" title=${inFull(amount)}>
    <span class="muted">${name}</span>
    <b data-testid="${id}-packets" data-value=${amount.packets} data-bytes=${amount.bytes}>${exact(amount.packets)}</b>
  </span>
`;

customElements.define('tm-ledger-strip', LedgerStrip);
