// The ledger's equation as the columns of a table: received = counted + each cause + unexplained.
import { css, html } from 'lit';
import type { Amount } from '../data/shapes.ts';
import { exact } from '../format.ts';
import { say, t } from '../strings.ts';
import { causeName } from './ledger-strip.ts';

interface Terms {
  received: Amount;
  persisted: Amount;
  other: Record<string, Amount>;
  unexplained: Amount;
}

export const equationStyles = css`
  .equation td small {
    display: block;
    color: var(--muted);
    font-size: 11.5px;
  }
  .equation .sign {
    color: var(--muted);
    font-weight: 400;
    padding-right: 0.4rem;
  }
  .good {
    color: var(--good);
  }
  .equation .bad {
    color: var(--bad);
    font-weight: 700;
  }
`;

/** The heads of the columns. */
export const equationHead = (causes: string[]) => html`
  <th scope="col" class="number">${t.ledger.received}</th>
  <th scope="col" class="number"><span class="sign">=</span>${t.ledger.counted}</th>
  ${causes.map((cause) => html`<th scope="col" class="number"><span class="sign">+</span>${causeName(cause)}</th>`)}
  <th scope="col" class="number"><span class="sign">+</span>${t.ledger.unexplained}</th>
`;

/** The cells of one row. */
export const equationCells = ({ received, persisted, other, unexplained }: Terms, causes: string[]) => html`
  ${cell(received)} ${cell(persisted)} ${causes.map((cause) => cell(other[cause] ?? { packets: 0, bytes: 0 }))}
  ${unexplained.packets === 0 && unexplained.bytes === 0 ? html`<td class="number good" data-value="0">0 ✓</td>` : cell(unexplained, 'bad')}
`;

const cell = ({ packets, bytes }: Amount, kind = '') => html`
  <td class="number ${kind}" data-value=${packets} data-bytes=${bytes}>
    ${exact(packets)}<small title=${say(t.ledger.bytes, { n: exact(bytes) })}>${exact(bytes)} B</small>
  </td>
`;
