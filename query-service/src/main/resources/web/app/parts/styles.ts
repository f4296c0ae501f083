// Styles that several components share.
import { css } from 'lit';

export const base = css`
  :host {
    display: block;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  dl,
  dd {
    margin: 0;
  }
  h2 {
    font-size: 1rem;
    font-weight: 600;
  }
  a {
    color: var(--accent);
  }
  [hidden] {
    display: none !important;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .away {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .muted {
    color: var(--muted);
  }
  .panel {
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: 10px;
  }
  .floating {
    position: absolute;
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: 8px;
    box-shadow: var(--shadow);
    pointer-events: none;
    font-size: 12px;
    z-index: 2;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      transition: none !important;
      animation: none !important;
    }
  }
`;

export const controls = css`
  button,
  select,
  input {
    font: inherit;
    color: inherit;
  }
  button,
  select {
    height: 32px;
    padding: 0 0.7rem;
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: 7px;
    cursor: pointer;
  }
  button:hover,
  select:hover {
    background: var(--hover);
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  button.primary {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
  }
  button.plain {
    background: none;
    border-color: transparent;
  }
  button.plain:hover {
    background: var(--hover);
  }
  .choice {
    display: inline-flex;
    border: 1px solid var(--line);
    border-radius: 7px;
    overflow: clip;
    background: var(--raised);
  }
  .choice button {
    height: 30px;
    border: 0;
    border-radius: 0;
    background: none;
    color: var(--muted);
  }
  .choice button + button {
    border-left: 1px solid var(--line);
  }
  .choice button[aria-pressed='true'] {
    background: var(--accent-soft);
    color: var(--accent);
    font-weight: 600;
  }
  .choice button:focus-visible {
    outline-offset: -2px;
  }
`;

/** Names in tables that one can click. */
export const links = css`
  button.link {
    all: unset;
    display: inline-block;
    min-width: 24px;
    min-height: 24px;
    line-height: 24px;
    cursor: pointer;
    border-radius: 4px;
    overflow-wrap: anywhere;
  }
  button.link:hover {
    color: var(--accent);
    text-decoration: underline;
  }
  button.link:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
`;

export const tables = css`
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 13px;
  }
  th {
    font-weight: 500;
    color: var(--muted);
    text-align: left;
    white-space: nowrap;
  }
  th .unit {
    font-size: 11px;
  }
  thead th,
  thead td {
    font-size: 12px;
    border-bottom: 1px solid var(--line);
  }
  th,
  td {
    padding: 0.3rem 0.6rem;
    vertical-align: middle;
  }
  tbody tr + tr > *,
  tfoot tr > * {
    border-top: 1px solid color-mix(in srgb, var(--line) 60%, transparent);
  }
  tbody th,
  tfoot th {
    color: var(--text);
    font-weight: 400;
    white-space: normal;
  }
  tfoot tr.total > * {
    font-weight: 600;
    color: var(--text);
  }
  tr.other > * {
    color: var(--muted);
  }
  tbody tr:hover > * {
    background: var(--hover);
  }
  .number {
    text-align: right;
    white-space: nowrap;
  }
  .scroll {
    overflow-x: auto;
  }
  .bar {
    display: block;
    width: 100%;
    min-width: 30px;
    height: 6px;
    border-radius: 3px;
    background: var(--hover);
    overflow: hidden;
  }
`;
