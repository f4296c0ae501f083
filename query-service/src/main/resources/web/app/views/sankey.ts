// Traffic through dimensions in order; what is clicked filters.
import { css, html, nothing } from 'lit';
import '../chart/canvas.ts';
import type { Thing } from '../chart/canvas.ts';
import { sankeyChart, sankeyName } from '../chart/flows.ts';
import { sumUnit } from '../chart/rates.ts';
import { sankey } from '../data/api.ts';
import { nameOf } from '../data/fields.ts';
import { both } from '../data/filter.ts';
import { hasNames } from '../data/names.ts';
import type { Sankey } from '../data/shapes.ts';
import { store } from '../data/state.ts';
import { percent, short } from '../format.ts';
import '../parts/dimensions.ts';
import { incomplete } from '../parts/ledger-strip.ts';
import { unitPicker } from '../parts/unit-picker.ts';
import { t } from '../strings.ts';
import { theme } from '../theme.ts';
import { Diagram, lines } from './diagram.ts';

const VALUES = 12; // of each dimension
const NARROW = 560; // px
const NAMED = 'src.entity,application,dst.entity';
const UNNAMED = 'src.addr,application,dst.addr';

class SankeyView extends Diagram<Sankey> {
  static styles = [
    super.styles,
    css`
      tm-canvas {
        --canvas-height: clamp(360px, 60vh, 680px);
        margin: 0 0.4rem;
      }
    `,
  ];

  #option = { of: null as Sankey | null, dark: false, make: sankeyChart({ nodes: [], links: [] } as unknown as Sankey, false, false) };

  willUpdate() {
    const { through, metric } = store.state;
    this.answer.ask(`${this.scope.key} ${through} ${metric}`, async (signal) => {
      const by = through || ((await hasNames(this.scope)) ? NAMED : UNNAMED);
      return sankey(this.scope, by, metric, VALUES, signal);
    });
  }

  protected tools(answer: Sankey | null) {
    return html`
      <div class="tools">
        <h2 id="title">${t.sankey.title}</h2>
        <tm-dimensions
          .value=${store.state.through || answer?.by.join(',') || NAMED}
          .label=${t.dimensions.label}
          .least=${2}
          .most=${5}
          .either=${false}
          @choose=${(event: CustomEvent<string>) => store.update({ through: event.detail })}
        ></tm-dimensions>
        ${unitPicker()}
        ${answer && !answer.complete ? html`<span class="end"><span class="warn" role="status">${incomplete(answer)}</span></span>` : nothing}
      </div>
    `;
  }

  protected isEmpty(answer: Sankey) {
    return answer.total === 0;
  }

  protected table(answer: Sankey) {
    return lines(t.sankey.table, [t.columns.from, t.columns.to], linesOf(answer), answer.total, 'sankey-table');
  }

  protected picture(answer: Sankey) {
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
