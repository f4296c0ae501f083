// A Sankey answer as an ECharts series. Values of two layers may have one name, so each node is known by its layer too.
import type { Sankey, SankeyNode } from '../data/shapes.ts';
import { valueName } from '../data/fields.ts';
import { colours, otherColour } from '../palette.ts';
import { t } from '../strings.ts';
import type { Ink } from './canvas.ts';

const idOf = (layer: number, key: string | null) => `${layer}|${key === null ? 'rest' : `=${key}`}`;

export const sankeyName = (node: SankeyNode) => (node.key === null ? t.sankey.rest : valueName(node));

export function sankeyChart({ nodes, links }: Sankey, dark: boolean, narrow: boolean) {
  const shades = colours(nodes.filter(({ key }) => key !== null).map(({ key, name }) => ({ key: key!, name })), dark);
  const last = Math.max(...nodes.map(({ layer }) => layer), 0);
  return (ink: Ink, fontFamily: string) => ({
    animation: false,
    series: [
      {
        id: 'sankey',
        type: 'sankey',
        left: 8,
        right: narrow ? 90 : 170,
        top: 8,
        bottom: 8,
        nodeGap: 10,
        nodeWidth: 14,
        nodeAlign: 'justify',
        layoutIterations: 0,
        draggable: false,
        emphasis: { focus: 'adjacency' },
        label: {
          color: ink('--text'),
          textBorderColor: ink('--surface'),
          textBorderWidth: 2.5,
          fontFamily,
          fontSize: 12,
          width: narrow ? 84 : 160,
          overflow: 'truncate',
          formatter: ({ dataIndex }: { dataIndex: number }) => sankeyName(nodes[dataIndex]),
        },
        lineStyle: { color: 'source', opacity: dark ? 0.35 : 0.3, curveness: 0.5 },
        data: nodes.map(({ layer, key, value }) => ({
          name: idOf(layer, key),
          depth: layer,
          value,
          label: layer === last && last > 0 ? { position: 'right' } : {},
          itemStyle: { color: key === null ? otherColour(dark) : shades.get(key), borderWidth: 0 },
        })),
        links: links.map(({ layer, source, target, value }) => ({
          source: idOf(layer, source),
          target: idOf(layer + 1, target),
          value,
        })),
      },
    ],
  });
}
