// The rate of this second, large; its last two minutes, small; and which node it comes from.
import { LitElement, css, html, nothing, svg } from 'lit';
import { live, type NodeRate } from '../data/live.ts';
import { Subscribed, store } from '../data/state.ts';
import { duration, exact, short, sourceName, withUnit } from '../format.ts';
import { many, say, t } from '../strings.ts';
import { base } from './styles.ts';

const LONGEST_MS = 120_000;
const SHORTEST_MS = 30_000; // the sparkline grows from here as pulses come in
const SILENT_AFTER = 4; // seconds

class LiveRate extends LitElement {
  static styles = [
    base,
    css`
      section {
        display: grid;
        grid-template-columns: auto auto minmax(120px, 1fr) minmax(0, auto);
        gap: 0.3rem 1.8rem;
        align-items: center;
        padding: 0.6rem 1rem;
      }
      .rate {
        display: flex;
        align-items: baseline;
        gap: 0.4rem;
        min-width: 11.5rem;
      }
      .rate strong {
        font-size: 2.1rem;
        line-height: 1.1;
        font-weight: 620;
        letter-spacing: -0.02em;
      }
      .rate span {
        font-size: 1rem;
        color: var(--muted);
      }
      .more div {
        display: flex;
        flex-direction: row-reverse;
        justify-content: flex-end;
        gap: 0.4rem;
        line-height: 1.4;
      }
      .more dt {
        color: var(--muted);
      }
      .more dd {
        font-weight: 550;
        min-width: 4ch;
        text-align: right;
      }
      svg {
        display: block;
        width: 100%;
        height: 40px;
        overflow: visible;
      }
      .area {
        fill: var(--accent);
        opacity: 0.16;
      }
      .stroke {
        fill: none;
        stroke: var(--accent);
        stroke-width: 1.5;
        vector-effect: non-scaling-stroke;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        font-size: 12px;
        max-height: 3.6rem;
        overflow: auto;
      }
      li {
        display: flex;
        justify-content: space-between;
        gap: 1rem;
        white-space: nowrap;
      }
      li > :first-child {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      li > :last-child {
        flex: none;
      }
      li b {
        font-weight: 550;
      }
      li.silent {
        color: var(--warn);
      }
      .state {
        grid-column: 1 / -1;
        color: var(--muted);
      }
      .state.lost {
        color: var(--warn);
      }
      @media (max-width: 900px) {
        section {
          grid-template-columns: minmax(0, 1fr) auto;
          padding: 0.6rem;
        }
        .rate {
          min-width: 0;
        }
        .rate strong {
          font-size: 1.8rem;
        }
        svg,
        ul {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Subscribed(this, live);
    new Subscribed(this);
  }

  render() {
    const { sources } = store.state;
    const nodes = live.nodes(sources);
    const heard = nodes.filter(({ silentSeconds }) => silentSeconds <= SILENT_AFTER).map(({ latest }) => latest);
    const sum = (of: (sample: (typeof heard)[number]) => number) => heard.reduce((total, sample) => total + of(sample), 0);
    const bits = sum(({ bytesPerSecond }) => bytesPerSecond) * 8;
    const packets = sum(({ packetsPerSecond }) => packetsPerSecond);
    const [value, unit] = withUnit(bits, 'bit/s');
    const known = heard.length > 0;
    return html`
      <section class="panel" aria-label=${t.live.now}>
        <div class="rate" title="${exact(bits)} bit/s" data-testid="live-rate" data-value=${known ? Math.round(bits) : ''}>
          <strong>${known ? value : '–'}</strong><span>${known ? unit : 'bit/s'}</span>
        </div>
        <dl class="more">
          <div><dt>${t.live.packets}</dt><dd data-testid="live-packets" data-value=${Math.round(packets)}>${known ? exact(Math.round(packets)) : '–'}</dd></div>
          <div><dt>${t.live.flows}</dt><dd>${known ? exact(sum(({ activeFlows }) => activeFlows)) : '–'}</dd></div>
        </dl>
        ${this.#sparkline(sources)}
        ${nodes.length > 0
          ? html`<ul role="list" aria-label=${many(t.live.nodes, nodes.length, { n: nodes.length })} tabindex=${nodes.length > 3 ? 0 : nothing}>${nodes.map(node)}</ul>`
          : html`<span></span>`}
        ${this.#state(nodes.length > 0)}
      </section>
    `;
  }

  #state(heard: boolean) {
    const { connection } = live;
    if (connection === 'off') return html`<p class="state">${t.live.paused}</p>`;
    if (connection === 'lost') return html`<p class="state lost" role="status">${t.live.lost}</p>`;
    if (connection === 'connecting' && !heard) return html`<p class="state">${t.live.connecting}</p>`;
    return heard ? nothing : html`<p class="state">${t.live.quiet} ${t.empty.quietHelp}</p>`;
  }

  #sparkline(sources: string[]) {
    const end = Date.now();
    const points = live.history(end - LONGEST_MS, end, sources, ({ bytesPerSecond }) => bytesPerSecond);
    const since = points.find(([, value]) => value !== null)?.[0] ?? end;
    const shown = Math.max(SHORTEST_MS, Math.min(LONGEST_MS, end - since));
    const largest = Math.max(1, ...points.map(([, value]) => value ?? 0));
    const x = (time: number) => (((time - end + shown) / shown) * 240).toFixed(1);
    const y = (value: number) => (39 - (value / largest) * 36).toFixed(1);
    const path = points
      .filter(([, value]) => value !== null)
      .map(([time, value]) => `${x(time)},${y(value!)}`);
    if (path.length < 2) return html`<svg role="presentation"></svg>`;
    const first = path[0].split(',')[0];
    const last = path[path.length - 1].split(',')[0];
    return html`
      <svg viewBox="0 0 240 40" preserveAspectRatio="none" role="img" aria-label=${t.live.sparkline}>
        ${svg`<path class="area" d="M${first},40 L${path.join(' ')} L${last},40 Z"></path>
          <polyline class="stroke" points=${path.join(' ')}></polyline>`}
      </svg>
    `;
  }
}

function node({ node, latest, silentSeconds }: NodeRate) {
  const silent = silentSeconds > SILENT_AFTER;
  return html`
    <li class=${silent ? 'silent' : ''} title=${node}>
      <span>${sourceName(node)}</span>
      ${silent
        ? html`<span>${say(t.live.silent, { duration: duration(silentSeconds) })}</span>`
        : html`<span><b>${short(latest.bytesPerSecond * 8, 'bit/s')}</b> · ${short(latest.packetsPerSecond, 'p/s')}</span>`}
    </li>
  `;
}

customElements.define('tm-live-rate', LiveRate);
