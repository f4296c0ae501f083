// Every word on the page, so that a second language is a second object of this shape.
import { duration, exact } from './format.ts';

const en = {
  views: { overview: 'Overview', conversations: 'Conversations', ledger: 'Ledger' },
  skip: 'Skip to the content',
  theme: { dark: 'Dark theme', light: 'Light theme' },
  retry: 'Try again',
  loading: 'Loading…',

  live: {
    toggle: 'Live',
    on: 'Live: the page follows the traffic. Click to hold it still.',
    off: 'Held still. Click to follow the traffic.',
    now: 'Now',
    nodes: (n: number) => (n === 1 ? '1 node' : `${n} nodes`),
    flows: 'active flows',
    packets: 'packets/s',
    connecting: 'Connecting to the live stream…',
    lost: 'The live stream broke off; trying again.',
    quiet: 'No node sends pulses.',
    paused: 'Live is off.',
    silent: (seconds: number) => `no pulse for ${duration(seconds)}`,
    sparkline: 'The last two minutes',
  },

  range: {
    label: 'Time range',
    spans: { '5m': 'Last 5 min', '15m': 'Last 15 min', '1h': 'Last hour', '24h': 'Last 24 h' },
    allOf: (source: string) => `All of ${source}`,
    custom: 'From – to',
    from: 'From',
    to: 'To',
    apply: 'Show',
    order: '“From” must lie before “to”.',
    sources: 'Sources',
    everything: 'All sources together',
    liveSource: 'Live capture',
    windows: (n: number) => (n === 1 ? '1 window' : `${exact(n)} windows`),
    zone: (name: string) => `Times are in your time zone, ${name}.`,
  },

  filter: {
    label: 'Filter',
    example: 'src.namespace == "shop" && dst.port in [80, 443]',
    apply: 'Apply',
    clear: 'Clear',
    refused: 'The filter cannot be used here',
  },

  units: {
    label: 'Unit',
    'frame_bytes bits': 'bit/s on the wire',
    'frame_bytes bytes': 'byte/s on the wire',
    'bytes bits': 'bit/s of IP',
    'bytes bytes': 'byte/s of IP',
    'packets bits': 'packets/s',
    'flows bits': 'flow records/s',
  },

  chart: {
    title: 'Traffic',
    by: 'Traffic by',
    dimensions: { protocol: 'Protocol', application: 'Application', none: 'Total only' },
    label: (what: string) => `Traffic over time, ${what}. The table below has the same numbers.`,
    hint: 'Drag to zoom. With the keyboard: arrows move, Shift with arrows selects, Enter zooms, Escape lets go.',
    zoomOut: 'Zoom out',
    total: 'Total',
    edge: 'Live, window still open',
    step: (seconds: number) => `${duration(seconds)} per point`,
    rest: (n: number) => `${n} smaller ones`,
  },

  columns: {
    name: 'Name',
    now: 'Now',
    last: 'Last',
    min: 'Min',
    max: 'Max',
    avg: 'Average',
    total: 'Total',
    share: 'Share',
    packets: 'Packets',
    bytes: 'Bytes',
    flows: 'Flow records',
    client: 'Client',
    server: 'Server',
    application: 'Application',
    protocol: 'Protocol',
    both: '← to client, to server →',
    toServer: 'to the server',
    toClient: 'to the client',
    retransmitted: 'Retransmitted',
    outOfOrder: 'Out of order',
    node: 'Node',
  },

  top: {
    title: 'Top talkers',
    by: 'Top',
    dimensions: { host: 'Hosts', conversation: 'Conversations', application: 'Applications', protocol: 'Protocols' },
    both: 'A conversation counts for both of its hosts.',
    other: 'others',
  },

  conversations: {
    title: 'Conversations',
    caption: 'Who talked to whom, largest first',
    shown: (shown: number, all: number | null) =>
      all === null || all === undefined ? `${exact(shown)} shown` : `${exact(shown)} of ${exact(all)} shown`,
    more: 'More',
    csv: 'Download CSV',
    other: 'other, too small for its window’s top list',
    rest: 'further rows, not loaded',
    total: 'total',
    sortBy: (column: string) => `Sort by ${column.toLowerCase()}`,
    held: 'Held still while more rows are open.',
    follow: 'Follow again',
  },

  ledger: {
    title: 'Ledger',
    strip: 'Ledger of this range',
    lead: 'Every packet seen at an observation point is in a summary, exactly once, or in a counter that names its cause.',
    received: 'received',
    counted: 'counted',
    unexplained: 'unexplained',
    perNode: 'The equation of each node, in packets',
    adds: 'adds up',
    settling: 'settling',
    complete: 'complete',
    incomplete: (nodes: string[]) => `incomplete: ${nodes.length === 0 ? 'a node' : nodes.join(', ')} did not report`,
    behind: (seconds: number) => `${duration(seconds)} behind now`,
    newest: (time: string) => `newest window ${time}`,
    nothing: 'nothing received in this range',
    total: 'All nodes',
    facts: (windows: number, flows: number) => `${exact(windows)} windows, ${exact(flows)} flow records.`,
    meaning: 'What the words mean',
    bytesNote: 'The small figures are bytes on the wire (frame bytes).',
    partial: 'Windows were closed without these nodes; what they send late is added when it comes.',
  },

  /** A cause's name and what it means; causes unknown here are shown by their own name. */
  causes: {
    received: ['received', 'Packets that reached an observation point, before anything else was done with them.'],
    counted: ['counted', 'Packets that are in a flow, and whose flow is in the summaries that every answer on this page is made of.'],
    not_ip: ['not IP', 'No IP header: ARP, LLDP, spanning tree, an unknown link type, or a frame too short to tell.'],
    malformed_ip: ['malformed', 'An IP version, header or length that cannot be.'],
    kernel: ['dropped by the kernel', 'The kernel had no room for it; its bytes are unknown. Capture was too slow for this traffic.'],
    filtered: ['filtered', 'The capture filter (BPF) did not want it.'],
    table_full: ['table full', 'The flow table was full and could make no room. A larger tidemark.capture.table-flows helps.'],
    publish_full: ['broker too slow', 'Counted in a flow, but its batch found no room on the way to the broker.'],
    duplicate: ['seen elsewhere', 'The same packet passed several observation points and is counted at one of the others.'],
    missing: ['never came', 'A node announced them, but their flow batch could not be read, or the log had lost it. The dead-letter topic holds what could not be read.'],
    unexplained: ['unexplained', 'Received, but in none of the others. It should be zero, always; if it stays, please report it.'],
  } as Record<string, [string, string]>,

  empty: {
    range: 'No traffic in this range',
    rangeHelp: 'There is data at other times:',
    nothing: 'No traffic seen yet',
    nothingHelp: 'Windows are ten seconds long; the first one shows up when it is over. If nothing comes: is capture-service running, and on the right interface?',
    quietHelp: 'Is capture-service running, and on the right interface?',
    latest: 'Latest 15 min of live capture',
    conversations: 'No conversations in this range',
  },

  errors: {
    unreachable: 'The query service does not answer',
    unreachableHelp: 'The page tries again every few seconds.',
    refused: 'The query service refused the question',
    failed: 'The query service could not answer',
    unknown: 'unknown while the query service does not answer',
  },
};

export type Strings = typeof en;

/** The words of the page's language. */
export const t: Strings = en;
