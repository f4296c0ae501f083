// A heat map as an ECharts custom series: a rectangle for each value and step, its shade by the logarithm of its traffic.
import type { Heatmap } from '../data/shapes.ts';
import { valueName } from '../data/fields.ts';
import { tick } from '../format.ts';
import type { Ink } from './canvas.ts';

/** From little to much, for each theme; neighbours differ in lightness, so they can be told apart in any kind of colour vision. */
const SHADES = {
  light: ['#dcecf2', '#b5d8e5', '#86bfd4', '#55a3bf', '#2b84a4', '#0f6583', '#07465d', '#032a3a'],
  dark: ['#12303c', '#17475a', '#1d617b', '#277d9d', '#3c9bbd', '#64b8d6', '#99d4ea', '#d4f0fa'],
};

export const shadesOf = (dark: boolean) => (dark ? SHADES.dark : SHADES.light);

/** The place of a value among so many shades; 0 has none. A shade spans as much of the logarithm as any other. */
export function shadeOf(value: number, largest: number, shades: string[]): string | null {
  if (value <= 0) return null;
  const decades = Math.min(4, Math.log10(largest));
  const share = decades <= 0 ? 1 : 1 - Math.log10(largest / value) / decades;
  return shades[Math.max(0, Math.min(shades.length - 1, Math.floor(share * shades.length)))];
}

interface Api {
  value(dimension: number): number;
  coord(point: [number, number]): number[];
  size(extent: [number, number]): number[];
}

/** One item a cell, row after row: cell i is of row i / times. */
export function cells({ times, rows, largest, step_seconds }: Heatmap, dark: boolean, narrow: boolean) {
  const shades = shadesOf(dark);
  const stepMs = step_seconds * 1000;
  const starts = times.map((time) => Date.parse(time));
  const begin = starts[0] ?? 0;
  const end = (starts.at(-1) ?? 0) + stepMs;
  const left = narrow ? 96 : 190;
  return (ink: Ink, fontFamily: string) => {
    const font = { color: ink('--muted'), fontFamily, fontSize: 11 };
    return {
      animation: false,
      textStyle: font,
      grid: { left, right: 12, top: 8, bottom: 26 },
      xAxis: {
        type: 'time',
        min: begin,
        max: end,
        axisLine: { lineStyle: { color: ink('--strong-line') } },
        axisLabel: { ...font, hideOverlap: true, formatter: (at: number) => tick(at, end - begin) },
        splitLine: { show: false },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: rows.map((row) => valueName(row)),
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: { ...font, color: ink('--text'), width: left - 14, overflow: 'truncate', interval: 0 },
      },
      series: [
        {
          id: 'cells',
          type: 'custom',
          clip: true,
          encode: { x: 0, y: 1 },
          data: rows.flatMap(({ cells }, row) => starts.map((time, i) => [time, row, cells[i]])),
          renderItem: (_: unknown, api: Api) => {
            const fill = shadeOf(api.value(2), largest, shades);
            const [x, y] = api.coord([api.value(0), api.value(1)]);
            const [right] = api.coord([api.value(0) + stepMs, 0]);
            const height = api.size([0, 1])[1];
            const top = Math.round(y - height / 2) + 1;
            return {
              type: 'rect',
              shape: { x: Math.round(x), y: top, width: Math.max(1, Math.round(right) - Math.round(x)), height: Math.max(1, Math.round(y + height / 2) - top) },
              style: { fill: fill ?? ink('--hover'), opacity: fill ? 1 : 0.5 },
              emphasis: { style: { stroke: ink('--text'), lineWidth: 1 } },
            };
          },
        },
      ],
    };
  };
}
