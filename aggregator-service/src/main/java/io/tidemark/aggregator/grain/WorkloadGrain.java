package io.tidemark.aggregator.grain;

import io.tidemark.aggregator.dedup.Facts;
import io.tidemark.aggregator.dedup.KeyTable;
import io.tidemark.aggregator.memory.Share;
import io.tidemark.contract.summary.SummaryBatch;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which workload talked to which, over what: the client's entity, the server's, protocol and the responder's port. Past its
 * bound, one row per protocol takes the rest.
 */
final class WorkloadGrain {
    private final TotalsTable pairs;
    private final TotalsTable others = TotalsTable.others();

    /**
     * None yet.
     *
     * @param bound  how many pairs have rows of their own
     * @param memory where its arrays come from
     */
    WorkloadGrain(int bound, Share memory) {
        pairs = new TotalsTable(bound, 0, memory);
    }

    void add(Facts flow, Names names) {
        int client = names.entity(flow.clientHigh, flow.clientLow, flow.start);
        int server = names.entity(flow.serverHigh, flow.serverLow, flow.start);
        long application = (long) flow.protocol << 16 | flow.serverPort;
        boolean named = client != Names.FULL && server != Names.FULL;
        if (!named || pairs.add(client, server, application, 0, 0, flow.sums) == KeyTable.FULL) {
            addUnnamed(flow);
        }
    }

    /** Adds it to the rest. */
    void addUnnamed(Facts flow) {
        others.add(flow.protocol, 0, 0, 0, 0, flow.sums);
    }

    /** Ordered by the entities' names, protocol and port, then the others by protocol. */
    Rows rows(Names names) {
        var ranks = names.ranks();
        var named = ordered(
                pairs,
                Comparator.<Integer>comparingInt(row -> ranks[(int) pairs.key(row, 0)])
                        .thenComparingInt(row -> ranks[(int) pairs.key(row, 1)])
                        .thenComparingLong(row -> pairs.key(row, 2)));
        var rest = ordered(others, others::compareKeys);
        return new Rows() {
            @Override
            public int size() {
                return named.length + rest.length;
            }

            @Override
            public int maxBytes() {
                return 1_300; // two entities with the longest names there can be
            }

            @Override
            public void write(int row, SummaryBatch batch) {
                if (row < named.length) {
                    writePair(named[row], names, batch);
                } else {
                    writeOther(rest[row - named.length], batch);
                }
            }
        };
    }

    private static int[] ordered(TotalsTable table, Comparator<Integer> order) {
        return IntStream.range(0, table.size())
                .boxed()
                .sorted(order)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void writePair(int at, Names names, SummaryBatch batch) {
        int client = names.index(names.entity((int) pairs.key(at, 0)), batch);
        int server = names.index(names.entity((int) pairs.key(at, 1)), batch);
        long application = pairs.key(at, 2);
        var row = batch.getMutableWorkloads()
                .next()
                .setProtocol((int) (application >>> 16))
                .setServerPort((int) (application & 0xFFFF));
        if (client != 0) {
            row.setClient(client);
        }
        if (server != 0) {
            row.setServer(server);
        }
        pairs.write(at, row.getMutableTotals());
    }

    private void writeOther(int at, SummaryBatch batch) {
        var row = batch.getMutableWorkloads()
                .next()
                .setProtocol((int) others.key(at, 0))
                .setOther(true);
        others.write(at, row.getMutableTotals());
    }
}
