// The columns that conversations can be shown in: how each is called, sorted and filled.
import { html, nothing, type TemplateResult } from 'lit';
import { WINDOW_MS } from '../data/scope.ts';
import type { Conversation, Sort } from '../data/shapes.ts';
import { dateTime, exact, scaleOf, scaled, type Scale } from '../format.ts';
import { pairedBar } from '../parts/bars.ts';
import { say, t } from '../strings.ts';

/** What the cells of one table share. */
export interface Measures {
  bytes: Scale;
  ways: Scale;
  /** the largest of all directions, bytes */
  largest: number;
}

export interface Column {
  key: string;
  name: string;
  /** in front of B, where it is of bytes */
  unit?: (measures: Measures) => string;
  sort?: Sort;
  /** right-aligned */
  number?: boolean;
  /** where it may be left out when the window is narrow: below 620 px, below 900 px */
  spare?: 'middle' | 'wide';
  cell: (row: Conversation, measures: Measures) => TemplateResult | string;
}

const bytesIn = (scale: (measures: Measures) => Scale) => (measures: Measures) => `${scale(measures).prefix}B`;

/** All there are beside the client, which is always there. */
export const COLUMNS: Column[] = [
  { key: 'server', name: t.columns.server, spare: 'middle', cell: (row) => html`<span class="cut" title=${row.server}>${server(row)}</span>` },
  { key: 'application', name: t.columns.application, spare: 'middle', cell: ({ application }) => application ?? '' },
  { key: 'protocol', name: t.columns.protocol, spare: 'wide', cell: ({ protocol }) => protocol.toUpperCase() },
  {
    key: 'bytes', name: t.columns.bytes, unit: bytesIn(({ bytes }) => bytes), sort: 'bytes', number: true,
    cell: (row, { bytes }) => amount(row.bytes, bytes, say(t.conversations.bytesTitle, { bytes: exact(row.bytes), frames: exact(row.frame_bytes) })),
  },
  { key: 'frame_bytes', name: t.columns.frame_bytes, unit: bytesIn(({ bytes }) => bytes), number: true, cell: (row, { bytes }) => amount(row.frame_bytes, bytes) },
  { key: 'ways', name: t.columns.ways, unit: bytesIn(({ ways }) => ways), spare: 'wide', cell: ways },
  { key: 'to_server', name: t.columns.to_server, unit: bytesIn(({ ways }) => ways), number: true, cell: (row, { ways }) => amount(row.forward.bytes, ways) },
  { key: 'to_client', name: t.columns.to_client, unit: bytesIn(({ ways }) => ways), number: true, cell: (row, { ways }) => amount(row.reverse.bytes, ways) },
  { key: 'packets', name: t.columns.packets, sort: 'packets', number: true, spare: 'middle', cell: (row) => html`<span data-value=${row.packets}>${exact(row.packets)}</span>` },
  { key: 'flows', name: t.columns.flows, sort: 'flows', number: true, spare: 'wide', cell: (row) => exact(row.flows) },
  {
    key: 'retransmitted', name: t.columns.retransmitted, number: true, spare: 'middle',
    cell: (row) => html`<span class=${row.retransmitted_packets > 0 ? 'bad' : 'muted'}>${exact(row.retransmitted_packets)}</span>`,
  },
  { key: 'out_of_order', name: t.columns.out_of_order, number: true, cell: (row) => exact(row.out_of_order_packets) },
  { key: 'first_window', name: t.columns.first_window, cell: (row) => dateTime(Date.parse(row.first_window)) },
  { key: 'last_window', name: t.columns.last_window, cell: (row) => dateTime(Date.parse(row.last_window) + WINDOW_MS) },
];

export const USUAL = ['server', 'application', 'protocol', 'bytes', 'ways', 'packets', 'flows', 'retransmitted'];

/** The scales of what is loaded. */
export function measure(rows: Conversation[]): Measures {
  const ways = rows.flatMap(({ forward, reverse }) => [forward.bytes, reverse.bytes]);
  return { bytes: scaleOf(rows.map((row) => row.bytes)), ways: scaleOf(ways), largest: Math.max(1, ...ways) };
}

/** The server with its port. */
export const server = ({ server, server_port }: Conversation) =>
  html`${server_port ? endpoint(server) : server}${server_port ? html`<span class="port">:${server_port}</span>` : nothing}`;

/** An address before a port (RFC 5952, section 6). */
const endpoint = (address: string) => (address.includes(':') ? `[${address}]` : address);

const amount = (value: number, scale: Scale, title = `${exact(value)} B`) => html`<span data-value=${value} title=${title}>${scaled(value, scale)}</span>`;

function ways({ forward, reverse }: Conversation, { ways, largest }: Measures) {
  const title = (where: string, { packets, bytes }: Conversation['forward']) =>
    say(t.conversations.way, { bytes: exact(bytes), packets: exact(packets), where });
  return html`
    <div>
      <span class="number" title=${title(t.conversations.toClient, reverse)}>${scaled(reverse.bytes, ways)}</span>
      ${pairedBar(forward.bytes, reverse.bytes, largest)}
      <span title=${title(t.conversations.toServer, forward)}>${scaled(forward.bytes, ways)}</span>
    </div>
  `;
}
