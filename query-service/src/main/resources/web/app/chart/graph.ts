// A topology as an ECharts graph: circles by their traffic, lines by theirs, pushed apart by forces.
import { valueName } from '../data/fields.ts';
import type { Topology } from '../data/shapes.ts';
import { colours } from '../palette.ts';
import type { Ink } from './canvas.ts';

const ANIMATED = 60; // more nodes than that are placed at once
const LABELLED = 24;

/** The lines that are drawn: what talks to itself has none. */
export const drawn = ({ edges }: Topology) => edges.filter(({ client, server }) => client !== server);

/** @param width of the picture, px */
export function graph(answer: Topology, dark: boolean, width: number) {
  const { nodes } = answer;
  const edges = drawn(answer);
  const room = Math.min(1, width / 1000);
  const largest = Math.max(1, ...nodes.map(({ value }) => value));
  const widest = Math.max(1, ...edges.map(({ value }) => value));
  const shades = colours(nodes.map(groupOf), dark);
  const labelled = new Set([...nodes].sort((a, b) => b.value - a.value).slice(0, LABELLED).map(({ key }) => key));
  return (ink: Ink, fontFamily: string) => ({
    animation: false,
    series: [
      {
        id: 'graph',
        type: 'graph',
        layout: 'force',
        roam: true,
        draggable: true,
        scaleLimit: { min: 0.2, max: 8 },
        force: {
          initLayout: 'circular',
          repulsion: (10 + 5200 / nodes.length) * (0.7 + (0.25 * edges.length) / nodes.length) * room * room, // so that it fills the picture
          edgeLength: Math.min(160, 420 / Math.sqrt(nodes.length)) * room,
          gravity: 0.1 + nodes.length / 1500,
          friction: 0.3,
          layoutAnimation: nodes.length <= ANIMATED,
        },
        edgeSymbol: ['none', 'arrow'],
        label: {
          show: true,
          position: 'right',
          color: ink('--text'),
          textBorderColor: ink('--surface'),
          textBorderWidth: 3,
          fontFamily,
          fontSize: 12,
          formatter: ({ dataIndex }: { dataIndex: number }) => (labelled.has(nodes[dataIndex].key) ? short(valueName(nodes[dataIndex])) : ''),
        },
        labelLayout: { hideOverlap: true },
        lineStyle: { color: ink('--strong-line'), opacity: 0.65, curveness: 0.12 },
        emphasis: { focus: 'adjacency', scale: 1.05, lineStyle: { color: ink('--accent'), opacity: 1 } },
        blur: { itemStyle: { opacity: 0.2 }, lineStyle: { opacity: 0.08 }, label: { opacity: 0.2 } },
        data: nodes.map((node) => ({
          id: node.key,
          name: node.key,
          value: node.value,
          symbolSize: 9 + 35 * Math.max(0.6, room) * Math.sqrt(node.value / largest),
          itemStyle: { color: shades.get(groupOf(node).key), borderColor: ink('--surface'), borderWidth: 1.5 },
        })),
        links: edges.map(({ client, server, value }) => {
          const width = 1 + 8 * Math.sqrt(value / widest);
          return {
            source: client,
            target: server,
            value,
            symbolSize: [0, 6 + width],
            lineStyle: { width },
          };
        }),
      },
    ],
  });
}

/** Nodes of one namespace or network share a colour. */
function groupOf({ key, name }: { key: string; name: string }) {
  const group = key.includes('/') ? key.slice(0, key.indexOf('/')) : '';
  return group === '' || group === 'network' || group === 'place' || group === 'Node' ? { key, name } : { key: group, name: group };
}

const short = (name: string) => (name.length > 28 ? `${name.slice(0, 27)}…` : name);
