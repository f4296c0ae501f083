package io.tidemark.aggregator.grain;

import io.tidemark.aggregator.dedup.Facts;
import io.tidemark.contract.summary.SummaryBatch;
import java.util.stream.IntStream;

/** What went over each application: protocol and the responder's port. Past its bound, one row per protocol takes the rest. */
final class ApplicationGrain {
    private static final long OTHER = 1L << 40; // stands behind all ports of its table

    private final TotalsTable applications;
    private final TotalsTable others = new TotalsTable(256);

    /** @param bound how many applications have rows of their own */
    ApplicationGrain(int bound) {
        applications = new TotalsTable(bound);
    }

    void add(Facts flow) {
        long key = (long) flow.protocol << 16 | flow.serverPort;
        if (!applications.add(key, 0, 0, 0, 0, flow.sums)) {
            others.add(OTHER | (long) flow.protocol << 16, 0, 0, 0, 0, flow.sums);
        }
    }

    /** Ordered by protocol and port, then the others by protocol. */
    Rows rows() {
        var named = ordered(applications);
        var rest = ordered(others);
        return new Rows() {
            @Override
            public int size() {
                return named.length + rest.length;
            }

            @Override
            public void write(int row, SummaryBatch batch) {
                if (row < named.length) {
                    ApplicationGrain.write(applications, named[row], batch);
                } else {
                    ApplicationGrain.write(others, rest[row - named.length], batch);
                }
            }
        };
    }

    private static int[] ordered(TotalsTable table) {
        return IntStream.range(0, table.size())
                .boxed()
                .sorted(table::compareKeys)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void write(TotalsTable table, int at, SummaryBatch batch) {
        long key = table.key(at, 0);
        var row = batch.getMutableApplications()
                .next()
                .setProtocol((int) (key >>> 16 & 0xFF))
                .setServerPort((int) (key & 0xFFFF));
        if ((key & OTHER) != 0) {
            row.setOther(true);
        }
        table.write(at, row.getMutableTotals());
    }
}
