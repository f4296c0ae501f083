// Bars in table cells. SVG attributes, not style attributes: the content security policy allows no inline style.
import { html, svg } from 'lit';

/** A share of the whole as a bar. */
export const shareBar = (share: number, colour: string) => html`
  <svg class="bar" aria-hidden="true" preserveAspectRatio="none">
    ${svg`<rect width=${`${Math.max(0, Math.min(1, share)) * 100}%`} height="100%" rx="3" fill=${colour}></rect>`}
  </svg>
`;

/** Two amounts against the largest in the column: to the right what went to the server, to the left what came back. */
export const pairedBar = (forward: number, reverse: number, largest: number) => {
  const length = (value: number) => (largest === 0 || value === 0 ? 0 : Math.max(1, (value / largest) * 49));
  return html`
    <svg class="pair" aria-hidden="true">
      ${svg`<rect class="reverse" x=${`${50 - length(reverse)}%`} width=${`${length(reverse)}%`} height="100%"></rect>
        <rect class="forward" x="50%" width=${`${length(forward)}%`} height="100%"></rect>`}
    </svg>
  `;
};

/** The square that ties a row to its area in the chart. */
export const swatch = (colour: string) => html`
  <svg class="swatch" width="10" height="10" aria-hidden="true">
    ${svg`<rect width="10" height="10" rx="2" fill=${colour}></rect>`}
  </svg>
`;
