// The equation of every node, and what each of its words means.
import { LitElement, css, html, nothing } from 'lit';
import type { Amount, Balance, Ledger } from '../data/shapes.ts';
import { exact } from '../format.ts';
import { causeName, causesOf, incomplete } from '../parts/ledger-strip.ts';
import { loading } from '../parts/notice.ts';
import { base, tables } from '../parts/styles.ts';
import { say, t } from '../strings.ts';

class LedgerView extends LitElement {
  declare ledger: Ledger | null;

  static properties = { ledger: { attribute: false } };

  static styles = [
    base,
    tables,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.75rem;
      }
      .head {
        padding: 0.75rem;
        display: grid;
        gap: 0.2rem;
      }
      .head p {
        max-width: 100ch;
      }
      table {
        font-size: 14px;
        width: auto;
        min-width: min(100%, 44rem);
      }
      th,
      td {
        padding-inline: 0.75rem 1.25rem;
      }
      td small {
        display: block;
        color: var(--muted);
        font-size: 11.5px;
      }
      th[scope='row'] {
        overflow-wrap: anywhere;
      }
      .sign {
        color: var(--muted);
        font-weight: 400;
        padding-right: 0.4rem;
      }
      .good {
        color: var(--good);
      }
      .bad {
        color: var(--bad);
        font-weight: 700;
      }
      .warn {
        color: var(--warn);
        font-weight: 600;
      }
      dl {
        padding: 0.25rem 0.75rem 0.75rem;
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 0.35rem 1.2rem;
        font-size: 13px;
      }
      dt {
        font-weight: 600;
      }
      dt.none {
        font-weight: 400;
        color: var(--muted);
      }
      dd {
        color: var(--muted);
        max-width: 80ch;
      }
      @media (max-width: 560px) {
        dl {
          grid-template-columns: 1fr;
          gap: 0;
        }
        dd {
          margin-bottom: 0.5rem;
        }
      }
    `,
  ];

  render() {
    const { ledger } = this;
    if (ledger === null) return html`<section class="panel">${loading()}</section>`;
    const causes = causesOf(ledger.other).map(([cause]) => cause);
    return html`
      <section class="panel" aria-labelledby="title">
        <div class="head">
          <h2 id="title">${t.ledger.title}</h2>
          <p>${t.ledger.lead}</p>
          <p class="muted">${say(t.ledger.facts, { windows: exact(ledger.windows), flows: exact(ledger.flows) })} ${t.ledger.bytesNote}</p>
          ${ledger.complete
            ? nothing
            : html`<p class="warn">${incomplete(ledger.missing_nodes)}. ${t.ledger.partial}</p>`}
        </div>
        ${ledger.windows === 0 ? html`<slot name="empty"></slot>` : html`<div class="scroll" tabindex="0" role="region" aria-label=${t.ledger.perNode}>${table(ledger, causes)}</div>`}
      </section>
      <section class="panel" aria-labelledby="meaning">
        <div class="head"><h2 id="meaning">${t.ledger.meaning}</h2></div>
        <dl>${meanings(causes)}</dl>
      </section>
    `;
  }
}

function table(ledger: Ledger, causes: string[]) {
  return html`
    <table data-testid="ledger-table" data-value=${ledger.nodes.length}>
      <caption class="away">${t.ledger.perNode}</caption>
      <thead>
        <tr>
          <th scope="col">${t.columns.node}</th>
          <th scope="col" class="number">${t.ledger.received}</th>
          <th scope="col" class="number"><span class="sign">=</span>${t.ledger.counted}</th>
          ${causes.map((cause) => html`<th scope="col" class="number"><span class="sign">+</span>${causeName(cause)}</th>`)}
          <th scope="col" class="number"><span class="sign">+</span>${t.ledger.unexplained}</th>
        </tr>
      </thead>
      <tbody>
        ${ledger.nodes.map((node) => row(node.node, node, causes))}
      </tbody>
      <tfoot>
        ${ledger.nodes.length === 1 ? nothing : row(t.ledger.allNodes, ledger, causes, 'total')}
      </tfoot>
    </table>
  `;
}

function row(name: string, { received, persisted, other, unexplained }: Balance, causes: string[], kind = '') {
  const balanced = unexplained.packets === 0 && unexplained.bytes === 0;
  return html`
    <tr class=${kind} data-node=${name}>
      <th scope="row">${name}</th>
      ${cell(received)} ${cell(persisted)} ${causes.map((cause) => cell(other[cause] ?? { packets: 0, bytes: 0 }))}
      ${balanced ? html`<td class="number good" data-value="0">0 ✓</td>` : cell(unexplained, 'bad')}
    </tr>
  `;
}

const cell = ({ packets, bytes }: Amount, kind = '') => html`
  <td class="number ${kind}" data-value=${packets} data-bytes=${bytes}>
    ${exact(packets)}<small title=${say(t.ledger.bytes, { n: exact(bytes) })}>${exact(bytes)} B</small>
  </td>
`;

/** All the words; those that have nothing in this range are grey. */
function meanings(present: string[]) {
  const used = new Set(['received', 'counted', 'unexplained', ...present]);
  return Object.entries(t.causes).map(
    ([cause, [name, meaning]]) => html`
      <dt class=${used.has(cause) ? '' : 'none'}>${name}</dt>
      <dd>${meaning}</dd>
    `,
  );
}

customElements.define('tm-ledger', LedgerView);
