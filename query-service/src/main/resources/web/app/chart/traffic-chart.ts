// Traffic over time: one stacked chart. ECharts draws it; pointer, keyboard, crosshair, read-out and zoom are done here, as
// elements, so that they work without a mouse and under a strict content security policy.
import type { ECharts } from 'echarts/core';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { clock, dateTime, exact, scaleFor, scaled, short, tick } from '../format.ts';
import { swatch } from '../parts/bars.ts';
import { base } from '../parts/styles.ts';
import { t } from '../strings.ts';
import type { Rates } from './rates.ts';
import { before, edge, stack } from './stack.ts';

const LEFT = 64; // px the value axis takes
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 26;

/**
 * Fires `zoom` with {from, to} (ms) when a range was dragged, `zoomout` when a longer one is wanted. `edge` is the live rate since the last window, one point a
 * second: it is drawn over the stack in grey, as what it is made of is not known yet.
 */
export class TrafficChart extends LitElement {
  declare rates: Rates;
  declare colours: Map<string, string>;
  declare unit: string;
  declare start: number;
  declare end: number;
  declare edge: [number, number | null][];
  declare highlighted: string | null;
  declare dark: boolean;
  declare label: string;
  declare private cursor: number | null; // a time, ms
  declare private anchor: number | null; // where a drag began

  static properties = {
    rates: { attribute: false },
    colours: { attribute: false },
    unit: {},
    start: { type: Number },
    end: { type: Number },
    edge: { attribute: false },
    highlighted: {},
    dark: { type: Boolean },
    label: {},
    cursor: { state: true },
    anchor: { state: true },
  };

  static styles = [
    base,
    css`
      :host {
        position: relative;
        height: clamp(200px, 30vh, 420px);
      }
      .surface {
        position: absolute;
        inset: 0;
        cursor: crosshair;
        touch-action: pan-y;
        user-select: none;
        border-radius: 6px;
      }
      .canvas {
        position: absolute;
        inset: 0;
        pointer-events: none;
      }
      .line,
      .brush {
        position: absolute;
        top: ${TOP}px;
        bottom: ${BOTTOM}px;
        pointer-events: none;
      }
      .line {
        width: 1px;
        background: var(--text);
        opacity: 0.55;
      }
      .brush {
        background: color-mix(in srgb, var(--accent) 18%, transparent);
        border-inline: 1px solid var(--accent);
      }
      .readout {
        top: ${TOP}px;
        max-width: min(300px, 70%);
        padding: 0.45rem 0.6rem;
      }
      .readout table {
        border-collapse: collapse;
      }
      .readout td,
      .readout th {
        padding: 0 0 0 0.6rem;
        font-weight: 400;
        text-align: left;
      }
      .readout td:first-child {
        padding-left: 0;
      }
      .readout td:last-child {
        text-align: right;
        white-space: nowrap;
      }
      .readout .total > * {
        font-weight: 600;
      }
      .readout caption {
        text-align: left;
        color: var(--muted);
        white-space: nowrap;
        padding-bottom: 0.15rem;
      }
    `,
  ];

  #chart: ECharts | null = null;
  #resize = new ResizeObserver(() => this.#chart?.resize());

  constructor() {
    super();
    this.edge = [];
    this.highlighted = null;
    this.cursor = null;
    this.anchor = null;
  }

  render() {
    return html`
      <div
        class="surface"
        role="group"
        tabindex="0"
        aria-label=${this.label}
        aria-describedby="hint"
        @pointermove=${this.#move}
        @pointerdown=${this.#grab}
        @pointerup=${this.#drop}
        @pointercancel=${this.#leave}
        @pointerleave=${this.#leave}
        @dblclick=${this.#zoomOut}
        @keydown=${this.#key}
      >
        <div class="canvas" aria-hidden="true"></div>
        <div class="brush" ?hidden=${this.anchor === null || this.anchor === this.cursor}></div>
        <div class="line" ?hidden=${this.cursor === null}></div>
      </div>
      <div class="readout floating" aria-live="polite" ?hidden=${this.cursor === null}>${this.#readout()}</div>
      <span id="hint" class="away">${t.chart.hint}</span>
    `;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#chart?.dispose();
    this.#chart = null;
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) void this.#draw();
  }

  firstUpdated() {
    void this.#draw();
  }

  updated(changed: PropertyValues) {
    if (this.#chart === null) return;
    const moved = ['start', 'end', 'edge'].some((name) => changed.has(name));
    if (['rates', 'colours', 'unit', 'dark', 'highlighted'].some((name) => changed.has(name))) this.#plot();
    else if (moved) this.#slide();
    this.#place();
  }

  async #draw() {
    const { init } = await import('./echarts.ts');
    if (!this.isConnected || this.#chart) return;
    const canvas = this.renderRoot.querySelector<HTMLElement>('.canvas')!;
    this.#chart = init(canvas, null, { renderer: 'canvas' });
    this.#resize.observe(canvas);
    this.#plot();
    this.dataset.drawn = 'true';
  }

  /** Everything: axes, areas, edge. */
  #plot() {
    const largest = Math.max(this.rates.all.max, ...(this.rates.before?.rates ?? []), ...this.edge.map(([, value]) => value ?? 0));
    const grey = this.#resolved('--muted');
    const font = { color: grey, fontFamily: getComputedStyle(this).fontFamily, fontSize: 11 };
    this.#chart?.setOption(
      {
        animation: false,
        textStyle: font,
        grid: { left: LEFT, right: RIGHT, top: TOP, bottom: BOTTOM },
        xAxis: {
          type: 'time',
          min: this.start,
          max: this.end,
          axisLine: { lineStyle: { color: this.#resolved('--strong-line') } },
          axisTick: { lineStyle: { color: this.#resolved('--strong-line') } },
          axisLabel: { ...font, hideOverlap: true, formatter: (at: number) => tick(at, this.end - this.start) },
          splitLine: { show: false },
        },
        yAxis: {
          type: 'value',
          min: 0,
          splitNumber: 4,
          axisLabel: { ...font, formatter: (value: number) => axisValue(value, largest, this.unit) },
          splitLine: { lineStyle: { color: this.#resolved('--line') } },
        },
        series: [
          stack(this.rates, this.colours, this.highlighted),
          before(this.rates, this.#resolved('--text')),
          edge(this.edge, grey),
        ],
      },
      { notMerge: true },
    );
  }

  /** Only what a pulse moves. */
  #slide() {
    this.#chart?.setOption({
      xAxis: { min: this.start, max: this.end },
      series: [edge(this.edge, this.#resolved('--muted'))],
    });
  }

  /** A token's colour as the canvas understands it: light-dark() resolved. */
  #resolved(token: string): string {
    const probe = this.renderRoot.querySelector<HTMLElement>('.line')!;
    probe.style.setProperty('color', `var(${token})`);
    const colour = getComputedStyle(probe).color;
    probe.style.removeProperty('color');
    return colour;
  }

  // --- pointer and keyboard

  #timeAt(event: PointerEvent | MouseEvent): number {
    const box = this.getBoundingClientRect();
    const share = (event.clientX - box.left - LEFT) / (box.width - LEFT - RIGHT);
    return this.start + Math.max(0, Math.min(1, share)) * (this.end - this.start);
  }

  #xOf(time: number): number {
    const width = this.getBoundingClientRect().width - LEFT - RIGHT;
    return LEFT + ((time - this.start) / (this.end - this.start)) * width;
  }

  #move = (event: PointerEvent) => {
    this.cursor = this.#timeAt(event);
  };

  #grab = (event: PointerEvent) => {
    if (event.button !== 0 || event.pointerType === 'touch') return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.anchor = this.cursor = this.#timeAt(event);
  };

  #drop = () => {
    const { anchor, cursor } = this;
    this.anchor = null;
    if (anchor === null || cursor === null || Math.abs(this.#xOf(anchor) - this.#xOf(cursor)) < 6) return;
    this.#zoom(anchor, cursor);
  };

  #leave = () => {
    if (this.anchor === null) this.cursor = null;
  };

  #key = (event: KeyboardEvent) => {
    const { times, stepMs, end } = this.rates;
    if (event.key === 'Escape') {
      this.anchor = this.cursor = null;
    } else if (event.key === 'Enter' && this.anchor !== null && this.cursor !== null) {
      const { anchor, cursor } = this;
      this.anchor = null;
      this.#zoom(anchor, cursor);
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const by = (event.key === 'ArrowLeft' ? -1 : 1) * stepMs;
      const from = this.cursor ?? end - stepMs / 2;
      if (event.shiftKey) this.anchor ??= from;
      else this.anchor = null;
      this.cursor = Math.max(times[0] ?? this.start, Math.min(end - 1, this.cursor === null ? from : from + by));
    } else {
      return;
    }
    event.preventDefault();
  };

  #zoom(a: number, b: number) {
    const { stepMs } = this.rates;
    const from = Math.floor(Math.min(a, b) / stepMs) * stepMs;
    const to = Math.max(from + stepMs, Math.ceil(Math.max(a, b) / stepMs) * stepMs);
    this.cursor = null;
    this.dispatchEvent(new CustomEvent('zoom', { detail: { from, to } }));
  }

  #zoomOut = () => this.dispatchEvent(new CustomEvent('zoomout'));

  /** Positions are set through the style object, which the policy allows, after each render. */
  #place() {
    if (this.cursor === null) return;
    const find = (selector: string) => this.renderRoot.querySelector<HTMLElement>(selector)!.style;
    const x = this.#xOf(this.cursor);
    find('.line').left = `${x}px`;
    const { width } = this.getBoundingClientRect();
    const readout = find('.readout');
    readout.left = x < width / 2 ? `${x + 14}px` : 'auto';
    readout.right = x < width / 2 ? 'auto' : `${width - x + 14}px`;
    if (this.anchor !== null) {
      const from = this.#xOf(this.anchor);
      find('.brush').left = `${Math.min(from, x)}px`;
      find('.brush').width = `${Math.abs(from - x)}px`;
    }
  }

  // --- what stands at the cursor

  #readout() {
    if (this.cursor === null) return nothing;
    const { times, stepMs, end, series, all, before } = this.rates;
    const at = times.findLastIndex((time) => time <= this.cursor!);
    if (this.cursor >= end || at < 0 || this.cursor >= times[at] + stepMs) return this.#readoutOfEdge(this.cursor);
    const earlier = before?.rates[before.times.indexOf(times[at])];
    const scale = scaleFor(Math.max(all.rates[at], earlier ?? 0));
    const unit = `${scale.prefix}${this.unit}`;
    return html`
      <table>
        <caption>
          ${dateTime(times[at])} – ${clock(Math.min(times[at] + stepMs, end))} · ${unit}
        </caption>
        ${series.map(
          ({ key, name, rates }) => html`
            <tr>
              <td>${swatch(this.colours.get(key) ?? '')}</td>
              <th scope="row">${name}</th>
              <td>${scaled(rates[at], scale)}</td>
            </tr>
          `,
        )}
        <tr class="total">
          <td></td>
          <th scope="row">${t.chart.total}</th>
          <td>${scaled(all.rates[at], scale)}</td>
        </tr>
        ${earlier === undefined ? nothing : html`<tr><td></td><th scope="row">${t.compare.earlier}</th><td>${scaled(earlier, scale)}</td></tr>`}
      </table>
    `;
  }

  #readoutOfEdge(cursor: number) {
    const point = this.edge.findLast(([time]) => time <= cursor);
    if (!point || point[1] === null || cursor - point[0] > 2000) return html`<span class="muted">${dateTime(cursor)}</span>`;
    return html`<span class="muted">${clock(point[0])} · ${t.chart.edge}</span><br />${short(point[1], this.unit)}`;
  }
}

/** A label of the value axis; all of them in the prefix of the largest. */
function axisValue(value: number, largest: number, unit: string): string {
  if (value === 0) return '0';
  const { divisor, prefix } = scaleFor(largest);
  return `${exact(value / divisor)} ${prefix}${unit}`;
}

customElements.define('tm-traffic-chart', TrafficChart);
