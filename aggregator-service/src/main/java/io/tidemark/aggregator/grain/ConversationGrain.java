package io.tidemark.aggregator.grain;

import io.tidemark.aggregator.dedup.Facts;
import io.tidemark.aggregator.dedup.KeyTable;
import io.tidemark.aggregator.dedup.PointSets;
import io.tidemark.aggregator.memory.Share;
import io.tidemark.contract.summary.ConversationSummary;
import io.tidemark.contract.summary.SummaryBatch;
import java.util.Arrays;
import us.hebi.quickbuf.RepeatedByte;

/**
 * Who talked to whom: client, server, the server's port, protocol. The top K by IP bytes both ways have rows, ties broken by
 * key; one row per protocol takes all others, so that the sum over the rows is exact.
 *
 * <p>Exact as long as a window holds no more conversations than the bound, or than there is memory for. Past it, heavy hitters are kept as in Anderson et al.,
 * "A High-Performance Algorithm for Identifying Frequent Items in Data Streams" (2017), the algorithm of DataSketches' ItemsSketch, here
 * over rows that carry all sums: when the table is full, the median of the rows' weights is taken from each weight, and rows that have
 * none left go to the others. A row's bytes are what was counted since it came in, a lower bound; what it may have had before
 * that is no more than what had been taken from every weight by then, its {@code bytes_error}: 0 for all rows of a window that
 * was never full, and at most 2 N / bound of N bytes in all.
 */
final class ConversationGrain {
    private static final long IPV4 = 1L << 32;
    private static final int SAMPLE = 1023;
    private static final int MOST_POINTS = 16;

    /** Values beside a row's sums: where it was seen, a number of the sets; what had been taken when it came in. */
    private static final int OBSERVED = Facts.SUMS;

    private static final int ERROR = Facts.SUMS + 1;

    private final int top;
    private final int bound;
    private final PointSets sets;
    private final TotalsTable conversations;
    private long taken; // from the weight of every row, so far
    private final TotalsTable others = TotalsTable.others();

    /**
     * None yet.
     *
     * @param top    how many have rows of their own
     * @param bound  how many are told apart while the window is open
     * @param sets   what the flows' {@code observedAt} is a number of
     * @param memory where its arrays come from
     */
    ConversationGrain(int top, int bound, PointSets sets, Share memory) {
        this.top = top;
        this.bound = bound;
        this.sets = sets;
        this.conversations = new TotalsTable(bound, 2, memory);
    }

    /** There will be about so many. */
    void expect(int many) {
        conversations.expect(many);
    }

    void add(Facts flow) {
        long meta = (flow.ipv4 ? IPV4 : 0) | (long) flow.protocol << 16 | flow.serverPort;
        if (bound > 0 && add(flow, meta)) {
            return;
        }
        if (conversations.size() > 0) {
            thin();
        }
        if (bound == 0 || !add(flow, meta)) {
            others.add(flow.protocol, 0, 0, 0, 0, flow.sums);
        }
    }

    private boolean add(Facts flow, long meta) {
        int next = conversations.size();
        int row = conversations.add(flow.clientHigh, flow.clientLow, flow.serverHigh, flow.serverLow, meta, flow.sums);
        if (row == KeyTable.FULL) {
            return false;
        }
        if (row == next) {
            conversations.set(row, OBSERVED, flow.observedAt);
            conversations.set(row, ERROR, taken);
        } else {
            int seen = (int) conversations.value(row, OBSERVED);
            if (seen != flow.observedAt) {
                conversations.set(row, OBSERVED, sets.union(seen, flow.observedAt));
            }
        }
        return true;
    }

    /** Makes room in a full table: at least half of a sample's rows are the median's weight or less, and leave. */
    private void thin() {
        long median = median();
        var sums = new long[Facts.SUMS];
        conversations.retain(row -> {
            if (weight(row) > median) {
                return true;
            }
            conversations.sums(row, sums);
            others.add(conversations.key(row, 4) >>> 16 & 0xFF, 0, 0, 0, 0, sums);
            return false;
        });
        taken += median;
    }

    private long median() {
        int rows = conversations.size();
        var sample = new long[Math.min(SAMPLE, rows)];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = weight((int) ((long) i * rows / sample.length));
        }
        Arrays.sort(sample);
        return sample[(sample.length - 1) / 2];
    }

    private long weight(int row) {
        return conversations.bytes(row) - (taken - conversations.value(row, ERROR));
    }

    int size() {
        return conversations.size();
    }

    /** The top, largest first, then the others by protocol. Call it once, when the window has closed. */
    Rows rows(Names names) {
        int[] first = top();
        return new Rows() {
            @Override
            public int size() {
                return first.length + others.size();
            }

            @Override
            public int maxBytes() {
                return 4_000; // two endpoints with the longest names that Kubernetes lets them have, and where it was
                // seen
            }

            @Override
            public void write(int row, SummaryBatch batch) {
                var message = batch.getMutableConversations().next();
                if (row < first.length) {
                    writeConversation(first[row], message, names, batch);
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

    private void writeConversation(int row, ConversationSummary message, Names names, SummaryBatch batch) {
        long meta = conversations.key(row, 4);
        boolean ipv4 = (meta & IPV4) != 0;
        address(conversations.key(row, 0), conversations.key(row, 1), ipv4, message.getMutableClientAddr());
        address(conversations.key(row, 2), conversations.key(row, 3), ipv4, message.getMutableServerAddr());
        message.setServerPort((int) (meta & 0xFFFF)).setProtocol((int) (meta >>> 16 & 0xFF));
        sets.names((int) conversations.value(row, OBSERVED)).stream()
                .limit(MOST_POINTS)
                .forEach(message.getMutableObservedAt()::add);
        if (conversations.value(row, ERROR) > 0) {
            message.setBytesError(conversations.value(row, ERROR));
        }
        conversations.write(row, message.getMutableTotals());
        int client = names.index(names.last(conversations.key(row, 0), conversations.key(row, 1)), batch);
        int server = names.index(names.last(conversations.key(row, 2), conversations.key(row, 3)), batch);
        if (client != 0) {
            message.setClientEndpoint(client);
        }
        if (server != 0) {
            message.setServerEndpoint(server);
        }
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
