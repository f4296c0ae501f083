// What the map, the Sankey and the heat map have in common: their styles, and the table that says the same as the picture.
import { css, html } from 'lit';
import { sumUnit } from '../chart/rates.ts';
import { store } from '../data/state.ts';
import { exact, percent, scaleOf, scaled } from '../format.ts';
import { say, t } from '../strings.ts';

/** One line of a table: its cells, its sum, and the filter that takes it. */
export interface Line {
  names: string[];
  value: number;
  filter: string | null;
}

const SHOWN = 50;

export const diagram = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
    padding: 0.6rem 0.75rem;
  }
  .tools .end {
    margin-left: auto;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem 0.9rem;
    font-size: 12px;
  }
  .warn {
    color: var(--warn);
    background: var(--warn-soft);
    padding: 0.15rem 0.5rem;
    border-radius: 5px;
  }
  .hint {
    padding: 0 0.75rem 0.6rem;
    font-size: 12px;
    color: var(--muted);
  }
  h3 {
    padding: 0.6rem 0.6rem 0.2rem;
    font-size: 1rem;
    font-weight: 600;
  }
  tbody th {
    overflow-wrap: anywhere;
  }
  @media (max-width: 560px) {
    .tools .end {
      margin-left: 0;
    }
  }
`;

/** The picture's numbers; the first cell of a line filters by it. */
export function lines(caption: string, columns: string[], all: Line[], total: number, testId: string) {
  const unit = sumUnit(store.state.metric);
  const shown = all.slice(0, SHOWN);
  const scale = scaleOf(shown.map(({ value }) => value));
  return html`
    <section class="panel" aria-labelledby="lines">
      <h3 id="lines">${caption}</h3>
      <div class="scroll">
        <table data-testid=${testId} data-value=${all.length}>
          <thead>
            <tr>
              ${columns.map((name) => html`<th scope="col">${name}</th>`)}
              <th scope="col" class="number">${t.columns.total} <span class="unit">${scale.prefix}${unit}</span></th>
              <th scope="col" class="number">${t.columns.share}</th>
            </tr>
          </thead>
          <tbody>
            ${shown.map((line) => html`
              <tr>
                ${line.names.map((name, i) => (i === 0 ? html`<th scope="row">${first(line, name)}</th>` : html`<td>${name}</td>`))}
                <td class="number" data-value=${line.value} title="${exact(line.value)} ${unit}">${scaled(line.value, scale)}</td>
                <td class="number">${total > 0 ? percent(line.value / total) : ''}</td>
              </tr>
            `)}
          </tbody>
        </table>
      </div>
    </section>
  `;
}

const first = ({ filter }: Line, name: string) =>
  filter === null
    ? name
    : html`<button class="link" title=${say(t.filter.by, { what: filter })} @click=${() => store.narrow(filter)}>${name}</button>`;
