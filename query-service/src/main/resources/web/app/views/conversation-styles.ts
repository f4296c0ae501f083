// How the table of conversations looks: rows of one height, so that those out of sight need not be drawn.
import { css } from 'lit';

export const conversationStyles = css`
  .both {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
    align-items: start;
  }
  .both.open {
    grid-template-columns: minmax(0, 1fr) minmax(320px, 400px);
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.9rem;
    padding: 0.6rem 0.75rem;
  }
  .tools .end {
    margin-left: auto;
    display: flex;
    gap: 0.5rem;
  }
  .warn {
    color: var(--warn);
    background: var(--warn-soft);
    padding: 0.15rem 0.5rem;
    border-radius: 5px;
    font-size: 12px;
  }
  .chooser {
    position: relative;
  }
  fieldset {
    position: absolute;
    right: 0;
    top: calc(100% + 4px);
    z-index: 6;
    display: grid;
    gap: 0.3rem;
    width: max-content;
    margin: 0;
    padding: 0.6rem 0.8rem;
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: 8px;
    box-shadow: var(--shadow);
  }
  fieldset label {
    display: flex;
    gap: 0.5rem;
    align-items: center;
    cursor: pointer;
  }
  fieldset input {
    accent-color: var(--accent);
  }
  .scroll {
    overflow: auto;
    max-height: max(320px, calc(100vh - 15.5rem));
  }
  thead th {
    position: sticky;
    top: 0;
    background: var(--surface);
    z-index: 1;
    box-shadow: 0 1px var(--line);
  }
  th[aria-sort] {
    color: var(--text);
    font-weight: 600;
  }
  .row {
    height: 34px;
    cursor: pointer;
  }
  .row > * {
    padding-block: 0;
  }
  .row.chosen > * {
    background: var(--accent-soft);
  }
  .space td {
    padding: 0;
    border: 0;
  }
  .cut,
  button.link.cut {
    display: block;
    max-width: 26ch;
    overflow: hidden;
    text-overflow: ellipsis;
    overflow-wrap: normal;
    white-space: nowrap;
  }
  td {
    white-space: nowrap;
  }
  tfoot tr > * {
    background: var(--surface);
  }
  tfoot th {
    max-width: 16rem;
  }
  .port {
    color: var(--muted);
    white-space: nowrap;
  }
  .narrow {
    display: none;
  }
  .ways {
    width: 24%;
    min-width: 210px;
  }
  td.ways div {
    display: grid;
    grid-template-columns: 4rem 1fr 4rem;
    gap: 0.5rem;
    align-items: center;
  }
  .pair {
    display: block;
    width: 100%;
    height: 10px;
    border-radius: 2px;
    background: linear-gradient(var(--line), var(--line)) center / 1px 100% no-repeat;
  }
  .forward {
    fill: var(--forward);
  }
  .reverse {
    fill: var(--reverse);
  }
  .bad {
    color: var(--bad);
  }
  .open .usual .wide {
    display: none;
  }
  @media (max-width: 1100px) {
    .both.open {
      grid-template-columns: minmax(0, 1fr);
    }
    tm-conversation {
      order: -1; /* under the table nobody would see it come */
    }
  }
  @media (max-width: 900px) {
    .cut,
    button.link.cut {
      max-width: 19ch;
    }
    .usual .wide {
      display: none;
    }
  }
  @media (max-width: 620px) {
    .usual .middle {
      display: none;
    }
    .usual .row {
      height: 50px;
    }
    .usual th .cut,
    .usual th button.link.cut {
      max-width: 52vw;
    }
    .usual .narrow {
      display: block;
      color: var(--muted);
    }
    th,
    td {
      padding-inline: 0.5rem;
    }
  }
`;
