// What the map, the Sankey and the heat map have in common: a panel with tools and a picture, and the table that says the same.
import { LitElement, css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { sumUnit } from '../chart/rates.ts';
import { Loader } from '../data/loader.ts';
import type { Scope } from '../data/scope.ts';
import { Subscribed, store } from '../data/state.ts';
import { exact, percent, scaleOf, scaled } from '../format.ts';
import { awaited } from '../parts/notice.ts';
import { base, controls, links, tables } from '../parts/styles.ts';
import { say, t } from '../strings.ts';
import { theme } from '../theme.ts';

/** One line of a table: its cells, its sum, and the filter that takes it. */
export interface Line {
  names: string[];
  value: number;
  filter: string | null;
}

const SHOWN = 50;

const own = css`
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
  tbody th,
  tbody td:not(.number) {
    overflow-wrap: anywhere;
  }
  @media (max-width: 560px) {
    .tools .end {
      margin-left: 0;
    }
  }
`;

/** A view of one answer. What is under the tools: a failure, that it is on its way, that there is none, or picture and table. */
export abstract class Diagram<T> extends LitElement {
  declare scope: Scope;

  static properties = { scope: { attribute: false } };

  static styles: CSSResultGroup = [base, controls, links, tables, own];

  protected readonly answer = new Loader<T>(this);

  constructor() {
    super();
    new Subscribed(this);
    new Subscribed(this, theme);
  }

  protected abstract tools(answer: T | null): TemplateResult;
  protected abstract isEmpty(answer: T): boolean;
  protected abstract picture(answer: T): TemplateResult;
  protected abstract table(answer: T): TemplateResult;

  render() {
    const { value } = this.answer;
    const empty = value !== null && this.isEmpty(value);
    return html`
      <section class="panel" aria-labelledby="title">
        ${this.tools(value)} ${awaited(this.answer)}
        ${empty ? html`<slot name="empty"></slot>` : nothing} ${value && !empty ? this.picture(value) : nothing}
      </section>
      ${value && !empty ? this.table(value) : nothing}
    `;
  }
}

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
