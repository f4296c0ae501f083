// Traffic through dimensions in order; what is clicked filters.
import { LitElement, css, html, nothing } from 'lit';
import '../chart/canvas.ts';
import type { Thing } from '../chart/canvas.ts';
import { sankeyChart, sankeyName } from '../chart/flows.ts';
import { sumUnit } from '../chart/rates.ts';
import { sankey } from '../data/api.ts';
import { nameOf } from '../data/fields.ts';
import { both } from '../data/filter.ts';
import { Loader } from '../data/loader.ts';
import { hasNames } from '../data/names.ts';
import type { Scope } from '../data/scope.ts';
import type { Sankey } from '../data/shapes.ts';
import { Subscribed, store } from '../data/state.ts';
import { percent, short } from '../format.ts';
import '../parts/dimensions.ts';
import { incomplete } from '../parts/ledger-strip.ts';
import { failure, loading } from '../parts/notice.ts';
import { base, controls, links, tables } from '../parts/styles.ts';
import { unitPicker } from '../parts/unit-picker.ts';
import { t } from '../strings.ts';
import { theme } from '../theme.ts';
import { diagram, lines } from './diagram.ts';

const VALUES = 12; // of each dimension
const NARROW = 560; // px
const NAMED = 'src.entity,application,dst.entity';
const UNNAMED = 'src.addr,application,dst.addr';

class SankeyView extends LitElement {
  declare scope: Scope;

  static properties = { scope: { attribute: false } };

  static styles = [
    base,
    controls,
    links,
    tables,
    diagram,
    css`
      tm-canvas {
        --canvas-height: clamp(360px, 60vh, 680px);
        margin: 0 0.4rem;
      }
    `,
  ];

  readonly #answer = new Loader<Sankey>(this);
  #option = { of: null as Sankey | null, dark: false, make: sankeyChart({ nodes: [], links: [] } as unknown as Sankey, false, false) };

  constructor() {
    super();
    new Subscribed(this);
    new Subscribed(this, theme);
  }

  willUpdate() {
    const { through, metric } = store.state;
    this.#answer.ask(`${this.scope.key} ${through} ${metric}`, async (signal) => {
      const by = through || ((await hasNames(this.scope)) ? NAMED : UNNAMED);
      return sankey(this.scope, by, metric, VALUES, signal);
    });
  }

  render() {
    const { value, error } = this.#answer;
    const empty = value !== null && value.links.length === 0;
    return html`
      <section class="panel" aria-labelledby="title">
        <div class="tools">
          <h2 id="title">${t.sankey.title}</h2>
          <tm-dimensions
            .value=${store.state.through || value?.by.join(',') || NAMED}
            .label=${t.dimensions.label}
            .least=${2}
            .most=${5}
            .either=${false}
            @choose=${(event: CustomEvent<string>) => store.update({ through: event.detail })}
          ></tm-dimensions>
          ${unitPicker()}
          ${value && !value.complete ? html`<span class="end"><span class="warn" role="status">${incomplete(value.missing_nodes)}</span></span>` : nothing}
        </div>
        ${error && !value ? failure(error) : nothing} ${!error && !value ? loading() : nothing}
        ${empty ? html`<slot name="empty"></slot>` : nothing} ${value && !empty ? this.#chart(value) : nothing}
      </section>
      ${value && !empty ? lines(t.sankey.table, [t.columns.from, t.columns.to], linesOf(value), value.total, 'sankey-table') : nothing}
    `;
  }

  #chart(answer: Sankey) {
    if (this.#option.of !== answer || this.#option.dark !== theme.dark) {
      this.#option = { of: answer, dark: theme.dark, make: sankeyChart(answer, theme.dark, innerWidth < NARROW) };
    }
    return html`
      <tm-canvas
        data-testid="sankey"
        data-value=${answer.total}
        data-nodes=${answer.nodes.length}
        .load=${() => import('../chart/echarts-sankey.ts')}
        .option=${this.#option.make}
        .tip=${(thing: Thing) => tip(answer, thing)}
        .label=${t.sankey.label}
        .dark=${theme.dark}
        @pick=${({ detail }: CustomEvent<Thing>) => store.narrow(filterOf(answer, detail))}
      ></tm-canvas>
      <p class="hint">${t.sankey.hint}</p>
    `;
  }
}

const nodeAt = ({ nodes }: Sankey, layer: number, key: string | null) => nodes.find((node) => node.layer === layer && node.key === key)!;

const ends = (answer: Sankey, { layer, source, target }: Sankey['links'][number]) =>
  [nodeAt(answer, layer, source), nodeAt(answer, layer + 1, target)] as const;

/** Of a band the filters of its two ends; the rest has none. */
function linkFilter(answer: Sankey, link: Sankey['links'][number]): string | null {
  const [from, to] = ends(answer, link).map(({ filter }) => filter);
  return from && to ? both(from, to) : null;
}

const filterOf = (answer: Sankey, { dataType, dataIndex }: Thing) =>
  dataType === 'edge' ? linkFilter(answer, answer.links[dataIndex]) : (answer.nodes[dataIndex]?.filter ?? null);

function tip(answer: Sankey, { dataType, dataIndex }: Thing) {
  const isLink = dataType === 'edge';
  const it = isLink ? answer.links[dataIndex] : answer.nodes[dataIndex];
  if (!it) return html``;
  const name = isLink ? ends(answer, answer.links[dataIndex]).map(sankeyName).join(' → ') : sankeyName(answer.nodes[dataIndex]);
  const what = isLink ? '' : `${nameOf(answer.by[it.layer])}${t.colon}`;
  return html`${what}<b>${name}</b><br />${short(it.value, sumUnit(answer.metric))} · ${percent(answer.total > 0 ? it.value / answer.total : 0)}`;
}

const linesOf = (answer: Sankey) =>
  [...answer.links]
    .sort((a, b) => b.value - a.value)
    .map((link) => ({ names: ends(answer, link).map(sankeyName), value: link.value, filter: linkFilter(answer, link) }));

customElements.define('tm-sankey', SankeyView);
