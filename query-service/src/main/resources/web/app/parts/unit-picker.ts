// In what traffic is measured; the same for all views.
import { html } from 'lit';
import { isBytes } from '../chart/rates.ts';
import type { Metric } from '../data/shapes.ts';
import { store, type Unit } from '../data/state.ts';
import { t } from '../strings.ts';

const UNITS: [Metric, Unit][] = [
  ['frame_bytes', 'bits'], ['frame_bytes', 'bytes'], ['bytes', 'bits'], ['bytes', 'bytes'], ['packets', 'bits'], ['flows', 'bits'],
  ['retransmitted_packets', 'bits'],
];

/** A select; its host renders again when the state changes. */
export function unitPicker() {
  const { metric, unit } = store.state;
  const chosen = isBytes(metric) ? `${metric} ${unit}` : `${metric} bits`;
  return html`
    <select aria-label=${t.units.label} data-testid="unit" @change=${choose}>
      ${UNITS.map(([metric, unit]) => {
        const key = `${metric} ${unit}` as keyof typeof t.units;
        return html`<option value=${key} .selected=${key === chosen}>${t.units[key]}</option>`;
      })}
    </select>
  `;
}

function choose(event: Event) {
  const [metric, unit] = (event.target as HTMLSelectElement).value.split(' ') as [Metric, Unit];
  store.update(isBytes(metric) ? { metric, unit } : { metric });
}
