// Time from left to right, a row for each value; what is clicked filters.
import { css, html, nothing, svg } from 'lit';
import '../chart/canvas.ts';
import type { Thing } from '../chart/canvas.ts';
import { cells, shadesOf } from '../chart/cells.ts';
import { isBytes, rateUnit, sumUnit } from '../chart/rates.ts';
import { heatmap } from '../data/api.ts';
import { nameOf, valueName } from '../data/fields.ts';
import type { Heatmap } from '../data/shapes.ts';
import { store } from '../data/state.ts';
import { between, dateTime, duration, short } from '../format.ts';
import '../parts/dimensions.ts';
import { incomplete } from '../parts/ledger-strip.ts';
import { unitPicker } from '../parts/unit-picker.ts';
import { say, t } from '../strings.ts';
import { theme } from '../theme.ts';
import { Diagram, lines } from './diagram.ts';

const ROWS = 24;
const EMPTY = { times: [], rows: [], largest: 0, step_seconds: 10 } as unknown as Heatmap;
const NARROW = 560; // px

class HeatView extends Diagram<Heatmap> {
  static styles = [
    super.styles,
    css`
      tm-canvas {
        min-height: 0;
        margin: 0 0.4rem;
      }
      .scale {
        display: inline-flex;
        align-items: center;
        gap: 0.4rem;
      }
    `,
  ];

  #option = { of: null as Heatmap | null, dark: false, make: cells(EMPTY, false, false) };

  willUpdate() {
    const { heat, metric } = store.state;
    this.answer.ask(`${this.scope.key} ${heat} ${metric}`, (signal) => heatmap(this.scope, heat, metric, ROWS, signal));
  }

  protected tools(answer: Heatmap | null) {
    return html`
      <div class="tools">
        <h2 id="title">${t.heat.title}</h2>
        <tm-dimensions
          .value=${store.state.heat}
          .label=${t.dimensions.label}
          @choose=${(event: CustomEvent<string>) => store.update({ heat: event.detail })}
        ></tm-dimensions>
        ${unitPicker()}
        <span class="end muted">
          ${answer && !answer.complete ? html`<span class="warn" role="status">${incomplete(answer)}</span>` : nothing}
          ${answer && !this.isEmpty(answer) ? scale(answer) : nothing}
          ${answer ? html`<span>${say(t.chart.step, { duration: duration(answer.step_seconds) })}</span>` : nothing}
        </span>
      </div>
    `;
  }

  protected isEmpty(answer: Heatmap) {
    return answer.largest === 0;
  }

  protected picture(answer: Heatmap) {
    if (this.#option.of !== answer || this.#option.dark !== theme.dark) {
      this.#option = { of: answer, dark: theme.dark, make: cells(answer, theme.dark, innerWidth < NARROW) };
    }
    return html`
      <tm-canvas
        data-testid="heat"
        data-value=${answer.rows.length}
        data-rows=${answer.rows.length}
        .load=${() => import('../chart/echarts.ts')}
        .option=${this.#option.make}
        .tip=${(thing: Thing) => tip(answer, thing)}
        .label=${t.heat.label}
        .dark=${theme.dark}
        @pick=${({ detail }: CustomEvent<Thing>) => store.narrow(rowOf(answer, detail)?.filter ?? null)}
      ></tm-canvas>
      <p class="hint">${t.heat.hint}</p>
    `;
  }

  updated() {
    const rows = this.answer.value?.rows.length ?? 0;
    this.renderRoot.querySelector<HTMLElement>('tm-canvas')?.style.setProperty('--canvas-height', `${Math.max(rows, 3) * 24 + 40}px`);
  }

  /** Rows by their sums; shares are of the rows that are shown, as a heat map does not tell what all of them are of. */
  protected table(answer: Heatmap) {
    const total = answer.rows.reduce((sum, row) => sum + row.total, 0);
    const all = answer.rows.map((row) => ({ names: [valueName(row), peakOf(answer, row.cells)], value: row.total, filter: row.filter }));
    return lines(nameOf(answer.by.join(',')), [t.columns.name, t.columns.peak], all, total, 'heat-table');
  }
}

const rowOf = ({ rows, times }: Heatmap, { dataIndex }: Thing) => rows[Math.floor(dataIndex / times.length)];

/** A cell's sum as the rate of its step. */
function rate({ metric, step_seconds }: Heatmap, value: number): string {
  const { unit } = store.state;
  return short((value * (isBytes(metric) && unit === 'bits' ? 8 : 1)) / step_seconds, rateUnit(metric, unit));
}

function peakOf(answer: Heatmap, cells: number[]): string {
  const largest = Math.max(...cells);
  return `${rate(answer, largest)} ${t.heat.at} ${dateTime(Date.parse(answer.times[cells.indexOf(largest)]))}`;
}

function tip(answer: Heatmap, thing: Thing) {
  const row = rowOf(answer, thing);
  const at = Date.parse(answer.times[thing.dataIndex % answer.times.length]);
  if (!row) return html``;
  const value = row.cells[thing.dataIndex % answer.times.length];
  return html`<b>${valueName(row)}</b><br />${between(at, at + answer.step_seconds * 1000)}<br />${rate(answer, value)} · ${short(value, sumUnit(answer.metric))}`;
}

function scale(answer: Heatmap) {
  const shades = shadesOf(theme.dark);
  return html`
    <span class="scale" aria-label=${t.heat.scale} role="img">
      0
      <svg width=${shades.length * 14} height="10" aria-hidden="true">
        ${shades.map((fill, i) => svg`<rect x=${i * 14} width="14" height="10" fill=${fill}></rect>`)}
      </svg>
      ${rate(answer, answer.largest)}
    </span>
  `;
}

customElements.define('tm-heat', HeatView);
