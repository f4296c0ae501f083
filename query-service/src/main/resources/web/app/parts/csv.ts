// The conversations on the screen as a file: exact numbers, one line each, `other` last.
import type { Conversations } from '../data/api.ts';

const COLUMNS = [
  'client', 'server', 'server_port', 'protocol', 'application', 'flows', 'packets', 'bytes', 'frame_bytes',
  'retransmitted_packets', 'out_of_order_packets', 'first_window', 'last_window',
] as const;

export function csvOf({ rows, other }: Conversations): string {
  const header = [...COLUMNS, 'forward_packets', 'forward_bytes', 'reverse_packets', 'reverse_bytes'];
  const lines = rows.map((row) => [
    ...COLUMNS.map((column) => row[column]),
    row.forward.packets, row.forward.bytes, row.reverse.packets, row.reverse.bytes,
  ]);
  const last = ['other', '', '', '', '', other.flows, other.packets, other.bytes, other.frame_bytes];
  return [header, ...lines, last].map((line) => line.map(quoted).join(',')).join('\r\n') + '\r\n';
}

/** Quoted where it must be (RFC 4180). */
function quoted(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function download(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
