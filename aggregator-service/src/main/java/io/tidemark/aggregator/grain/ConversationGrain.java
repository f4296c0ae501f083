package io.tidemark.aggregator.grain;

import io.tidemark.aggregator.dedup.Facts;
import io.tidemark.contract.summary.ConversationSummary;
import io.tidemark.contract.summary.SummaryBatch;
import us.hebi.quickbuf.RepeatedByte;

/**
 * Who talked to whom: client, server, the server's port, protocol. The top K by IP bytes both ways have rows, ties broken by
 * key; one row per protocol takes all others, so that the sum over the rows is exact.
 *
 * <p>Exact as long as a window holds no more conversations than the bound. Past it, those that came first in the log are kept
 * apart and the rest goes to the others: the sums stay exact, a late large conversation may be missing from the top.
 */
final class ConversationGrain {
    private static final long IPV4 = 1L << 32;

    private final int top;
    private final TotalsTable conversations;
    private final TotalsTable others = new TotalsTable(256);

    /**
     * @param top   how many have rows of their own
     * @param bound how many are told apart while the window is open
     */
    ConversationGrain(int top, int bound) {
        this.top = top;
        this.conversations = new TotalsTable(bound);
    }

    void add(Facts flow) {
        long meta = (flow.ipv4 ? IPV4 : 0) | (long) flow.protocol << 16 | flow.serverPort;
        if (!conversations.add(flow.clientHigh, flow.clientLow, flow.serverHigh, flow.serverLow, meta, flow.sums)) {
            others.add(flow.protocol, 0, 0, 0, 0, flow.sums);
        }
    }

    int size() {
        return conversations.size();
    }

    /** The top, largest first, then the others by protocol. Call it once, when the window has closed. */
    Rows rows() {
        int[] first = top();
        return new Rows() {
            @Override
            public int size() {
                return first.length + others.size();
            }

            @Override
            public void write(int row, SummaryBatch batch) {
                var message = batch.getMutableConversations().next();
                if (row < first.length) {
                    writeConversation(first[row], message);
                } else {
                    writeOther(row - first.length, message);
                }
            }
        };
    }

    /** Selects the top with a heap whose root is the least of them, O(n log K), and books all that falls out as other. */
    private int[] top() {
        var heap = new int[Math.min(top, conversations.size())];
        var sums = new long[Facts.SUMS];
        int filled = 0;
        for (int row = 0; row < conversations.size(); row++) {
            int out = row;
            if (filled < heap.length) {
                heap[filled++] = row;
                if (filled == heap.length) {
                    for (int i = heap.length / 2 - 1; i >= 0; i--) {
                        sink(heap, i, heap.length);
                    }
                }
                continue;
            }
            if (heap.length > 0 && before(row, heap[0])) {
                out = heap[0];
                heap[0] = row;
                sink(heap, 0, heap.length);
            }
            conversations.sums(out, sums);
            others.add(conversations.key(out, 4) >>> 16 & 0xFF, 0, 0, 0, 0, sums);
        }
        for (int end = heap.length - 1; end > 0; end--) {
            int least = heap[0];
            heap[0] = heap[end];
            heap[end] = least;
            sink(heap, 0, end);
        }
        return heap;
    }

    private void sink(int[] heap, int from, int end) {
        int at = from;
        while (true) {
            int least = at;
            for (int child = 2 * at + 1; child <= 2 * at + 2 && child < end; child++) {
                if (before(heap[least], heap[child])) {
                    least = child;
                }
            }
            if (least == at) {
                return;
            }
            int row = heap[at];
            heap[at] = heap[least];
            heap[least] = row;
            at = least;
        }
    }

    /** True: the one row is larger than the other, or as large and its key is the smaller one. */
    private boolean before(int one, int other) {
        int order = Long.compareUnsigned(conversations.bytes(other), conversations.bytes(one));
        return order < 0 || order == 0 && conversations.compareKeys(one, other) < 0;
    }

    private void writeConversation(int row, ConversationSummary message) {
        long meta = conversations.key(row, 4);
        boolean ipv4 = (meta & IPV4) != 0;
        address(conversations.key(row, 0), conversations.key(row, 1), ipv4, message.getMutableClientAddr());
        address(conversations.key(row, 2), conversations.key(row, 3), ipv4, message.getMutableServerAddr());
        message.setServerPort((int) (meta & 0xFFFF)).setProtocol((int) (meta >>> 16 & 0xFF));
        conversations.write(row, message.getMutableTotals());
    }

    private void writeOther(int index, ConversationSummary message) {
        int row = othersByProtocol()[index];
        message.setProtocol((int) others.key(row, 0)).setOther(true);
        others.write(row, message.getMutableTotals());
    }

    /** At most 256 rows, so sorted again for each. */
    private int[] othersByProtocol() {
        var rows = new int[others.size()];
        for (int row = 0; row < rows.length; row++) {
            int at = row;
            while (at > 0 && others.compareKeys(row, rows[at - 1]) < 0) {
                rows[at] = rows[at - 1];
                at--;
            }
            rows[at] = row;
        }
        return rows;
    }

    private static void address(long high, long low, boolean ipv4, RepeatedByte into) {
        if (!ipv4) {
            append(high, 8, into);
        }
        append(low, ipv4 ? 4 : 8, into);
    }

    private static void append(long value, int bytes, RepeatedByte into) {
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
            into.add((byte) (value >>> shift));
        }
    }
}
