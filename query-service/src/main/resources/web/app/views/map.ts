// Who talks to whom, as a graph; what is clicked filters.
import { css, html, nothing } from 'lit';
import '../chart/canvas.ts';
import type { CanvasElement, Thing } from '../chart/canvas.ts';
import { drawn, graph } from '../chart/graph.ts';
import { sumUnit } from '../chart/rates.ts';
import { topology } from '../data/api.ts';
import { valueName } from '../data/fields.ts';
import { hasNames } from '../data/names.ts';
import type { Level, Topology } from '../data/shapes.ts';
import { store } from '../data/state.ts';
import { exact, percent, short } from '../format.ts';
import { incomplete } from '../parts/ledger-strip.ts';
import { unitPicker } from '../parts/unit-picker.ts';
import { say, t } from '../strings.ts';
import { theme } from '../theme.ts';
import { Diagram, lines } from './diagram.ts';

const EDGES = 400;
const REDRAWN_MS = 30_000;
const EMPTY = { nodes: [], edges: [] } as unknown as Topology;

class MapView extends Diagram<Topology> {
  static styles = [
    super.styles,
    css`
      tm-canvas {
        --canvas-height: clamp(320px, 62vh, 720px);
      }
    `,
  ];

  #picture = { of: EMPTY, shape: '', at: 0, dark: false, make: graph(EMPTY, false, 0) };

  willUpdate() {
    const { level, metric } = store.state;
    this.answer.ask(`${this.scope.key} ${level} ${metric}`, async (signal) => {
      const by: Level = level || ((await hasNames(this.scope)) ? 'workload' : 'host');
      return topology(this.scope, by, metric, EDGES, signal);
    });
  }

  protected isEmpty(answer: Topology) {
    return answer.total === 0;
  }

  protected table(answer: Topology) {
    return lines(t.map.table, [t.columns.from, t.columns.to], linesOf(answer), answer.total, 'map-table');
  }

  protected tools(answer: Topology | null) {
    const chosen = store.state.level || answer?.by || 'workload';
    return html`
      <div class="tools">
        <h2 id="title">${t.map.title}</h2>
        <select aria-label=${t.map.level} title=${t.map.level} data-testid="map-level" @change=${this.#level}>
          ${(Object.entries(t.map.levels) as [Level, string][]).map(([key, name]) => html`<option value=${key} .selected=${key === chosen}>${name}</option>`)}
        </select>
        ${unitPicker()}
        <span class="end muted">
          ${answer && !answer.complete ? html`<span class="warn" role="status">${incomplete(answer)}</span>` : nothing}
          ${answer && answer.edges.length > 0 && !store.state.level && answer.by === 'host' ? html`<span>${t.map.unknown}</span>` : nothing}
          ${answer && answer.edges.length > 0 ? html`<span>${summary(answer)}</span>` : nothing}
          <button @click=${() => this.renderRoot.querySelector<CanvasElement>('tm-canvas')?.reset()}>${t.map.reset}</button>
        </span>
      </div>
    `;
  }

  /** What is drawn: while the same nodes talk, their sums are drawn anew now and then only, as placing them takes its time. */
  #drawn(answer: Topology) {
    const shape = JSON.stringify([answer.by, answer.metric, answer.nodes.map(({ key }) => key).sort(), answer.edges.length]);
    const { shape: before, at, dark } = this.#picture;
    if (shape !== before || dark !== theme.dark || Date.now() - at > REDRAWN_MS) {
      this.#picture = { of: answer, shape, at: Date.now(), dark: theme.dark, make: graph(answer, theme.dark, innerWidth) };
    }
    return this.#picture;
  }

  protected picture(latest: Topology) {
    const { of: answer, make } = this.#drawn(latest);
    return html`
      <tm-canvas
        data-testid="map"
        data-value=${answer.nodes.length}
        data-edges=${answer.edges.length}
        .load=${() => import('../chart/echarts-graph.ts')}
        .option=${make}
        .tip=${(thing: Thing) => tip(answer, thing)}
        .label=${t.map.label}
        .dark=${theme.dark}
        merge
        @pick=${({ detail }: CustomEvent<Thing>) => store.narrow(thingOf(answer, detail)?.filter ?? null)}
      ></tm-canvas>
      <p class="hint">${t.map.hint}</p>
    `;
  }

  #level = (event: Event) => store.update({ level: (event.target as HTMLSelectElement).value as Level });
}

const thingOf = (answer: Topology, { dataType, dataIndex }: Thing) => (dataType === 'edge' ? drawn(answer)[dataIndex] : answer.nodes[dataIndex]);

const summary = ({ edges, total_edges, total, other }: Topology) =>
  say(t.map.edges, { shown: exact(edges.length), all: exact(total_edges), share: percent(total > 0 ? 1 - other / total : 1) });

function tip(answer: Topology, thing: Thing) {
  const unit = sumUnit(answer.metric);
  const it = thingOf(answer, thing);
  if (!it) return html``;
  const share = percent(answer.total > 0 ? it.value / answer.total : 0);
  const name = 'client' in it ? `${nameIn(answer, it.client)} → ${nameIn(answer, it.server)}` : valueName(it);
  return html`<b>${name}</b><br />${short(it.value, unit)} · ${share}`;
}

function nameIn({ nodes }: Topology, key: string): string {
  const node = nodes.find((node) => node.key === key);
  return node ? valueName(node) : key;
}

const linesOf = (answer: Topology) =>
  answer.edges.map(({ client, server, value, filter }) => ({ names: [nameIn(answer, client), nameIn(answer, server)], value, filter }));

customElements.define('tm-map', MapView);
