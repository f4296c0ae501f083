// A place where ECharts draws: it loads what it needs, follows size and theme, and tells what is pointed at and clicked. What is
// said of the thing pointed at is an element of ours: ECharts' own tooltips need inline styles, which the policy forbids.
import type { ECharts, init } from 'echarts/core';
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { base } from '../parts/styles.ts';

/** What ECharts tells of a thing: of a graph and a Sankey `dataType` is node or edge. */
export interface Thing {
  dataType?: string;
  dataIndex: number;
  data: unknown;
}

/** Colours that the canvas understands, by token. */
export type Ink = (token: string) => string;

/** Fires `pick` with the Thing clicked. */
class Canvas extends LitElement {
  declare load: () => Promise<{ init: typeof init }>;
  /** made anew when it changes; `merge` says whether what is drawn may stay and move */
  declare option: (ink: Ink, font: string) => Record<string, unknown>;
  declare merge: boolean;
  declare tip: (thing: Thing) => TemplateResult;
  declare label: string;
  declare dark: boolean;
  declare private pointed: Thing | null;

  static properties = {
    load: { attribute: false },
    option: { attribute: false },
    merge: { type: Boolean },
    tip: { attribute: false },
    label: {},
    dark: { type: Boolean },
    pointed: { state: true },
  };

  static styles = [
    base,
    css`
      :host {
        position: relative;
        height: var(--canvas-height, 60vh);
        min-height: 260px;
      }
      .canvas {
        position: absolute;
        inset: 0;
      }
      .probe {
        position: absolute;
        visibility: hidden;
      }
      .tip {
        max-width: min(320px, 80%);
        padding: 0.4rem 0.6rem;
        overflow-wrap: anywhere;
      }
    `,
  ];

  #chart: ECharts | null = null;
  #at = { x: 0, y: 0 };
  #resize = new ResizeObserver(() => this.#fit());

  constructor() {
    super();
    this.merge = false;
    this.pointed = null;
  }

  render() {
    return html`
      <div class="canvas" role="img" aria-label=${this.label} @pointermove=${this.#follow} @pointerleave=${() => (this.pointed = null)}></div>
      <span class="probe"></span>
      ${this.pointed ? html`<div class="tip floating">${this.tip(this.pointed)}</div>` : nothing}
    `;
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) void this.#begin();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#chart?.dispose();
    this.#chart = null;
  }

  firstUpdated() {
    void this.#begin();
  }

  updated(changed: PropertyValues) {
    if (this.#chart && (changed.has('option') || changed.has('dark'))) this.#draw(!changed.has('dark') && this.merge);
    this.#place();
  }

  /** Draws anew if it has another size: an observer's first word is the size that is drawn already. */
  #fit() {
    const { clientWidth, clientHeight } = this;
    if (this.#chart && (this.#chart.getWidth() !== clientWidth || this.#chart.getHeight() !== clientHeight)) this.#chart.resize();
  }

  /** Back to where one began. */
  reset() {
    this.#draw(false);
  }

  async #begin() {
    const { init } = await this.load();
    if (!this.isConnected || this.#chart) return;
    const canvas = this.renderRoot.querySelector<HTMLElement>('.canvas')!;
    this.#chart = init(canvas, null, { renderer: 'canvas' });
    this.#chart.on('mouseover', (thing) => void (this.pointed = thing as unknown as Thing));
    this.#chart.on('mouseout', () => void (this.pointed = null));
    this.#chart.on('click', (thing) => void this.dispatchEvent(new CustomEvent('pick', { detail: thing })));
    this.#resize.observe(canvas);
    this.#draw(false);
    this.dataset.drawn = 'true';
  }

  #draw(merge: boolean) {
    this.#chart?.setOption(this.option(this.#ink, getComputedStyle(this).fontFamily), { notMerge: !merge });
  }

  /** light-dark() resolved. */
  #ink: Ink = (token) => {
    const probe = this.renderRoot.querySelector<HTMLElement>('.probe')!;
    probe.style.setProperty('color', `var(${token})`);
    return getComputedStyle(probe).color;
  };

  #follow = (event: PointerEvent) => {
    const box = this.getBoundingClientRect();
    this.#at = { x: event.clientX - box.left, y: event.clientY - box.top };
    this.#place();
  };

  #place() {
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip');
    if (!tip) return;
    const { width, height } = this.getBoundingClientRect();
    const { x, y } = this.#at;
    tip.style.left = x < width / 2 ? `${x + 14}px` : 'auto';
    tip.style.right = x < width / 2 ? 'auto' : `${width - x + 14}px`;
    tip.style.top = y < height / 2 ? `${y + 10}px` : 'auto';
    tip.style.bottom = y < height / 2 ? 'auto' : `${height - y + 10}px`;
  }
}

export type CanvasElement = Canvas;

customElements.define('tm-canvas', Canvas);
