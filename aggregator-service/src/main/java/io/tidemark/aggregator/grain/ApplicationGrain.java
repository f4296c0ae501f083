package io.tidemark.aggregator.grain;

import io.tidemark.aggregator.dedup.Facts;
import io.tidemark.aggregator.dedup.KeyTable;
import io.tidemark.aggregator.memory.Share;
import io.tidemark.aggregator.sketch.DistinctAddresses;
import io.tidemark.aggregator.sketch.RoundTrips;
import io.tidemark.contract.summary.ApplicationSummary;
import io.tidemark.contract.summary.SummaryBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What went over each application: protocol and the responder's port, with how many clients it had and how long its handshakes
 * took. Past its bound, one row per protocol takes the rest, without the two.
 */
final class ApplicationGrain {
    private static final long OTHER = 1L << 40; // stands behind all ports of its table

    /** Bytes of the sketch of many clients, and of handshakes. */
    private static final int CLIENTS = 2_500;

    private static final int ROUND_TRIPS = 8_500;

    private final Share memory;
    private final TotalsTable applications;
    private final List<Sketches> sketches = new ArrayList<>();
    private final TotalsTable others = TotalsTable.others();

    /**
     * None yet.
     *
     * @param bound  how many applications have rows of their own
     * @param memory where its arrays come from
     */
    ApplicationGrain(int bound, Share memory) {
        this.memory = memory;
        applications = new TotalsTable(bound, 0, memory);
    }

    void add(Facts flow) {
        long key = (long) flow.protocol << 16 | flow.serverPort;
        int row = applications.add(key, 0, 0, 0, 0, flow.sums);
        if (row == KeyTable.FULL) {
            others.add(OTHER | (long) flow.protocol << 16, 0, 0, 0, 0, flow.sums);
            return;
        }
        if (row == sketches.size()) {
            sketches.add(new Sketches(memory));
        }
        sketches.get(row).add(flow);
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
            public int maxBytes() {
                return 5_000; // both sketches full
            }

            @Override
            public void write(int row, SummaryBatch batch) {
                if (row < named.length) {
                    sketches.get(named[row]).write(ApplicationGrain.write(applications, named[row], batch));
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

    private static ApplicationSummary write(TotalsTable table, int at, SummaryBatch batch) {
        long key = table.key(at, 0);
        var row = batch.getMutableApplications()
                .next()
                .setProtocol((int) (key >>> 16 & 0xFF))
                .setServerPort((int) (key & 0xFFFF));
        if ((key & OTHER) != 0) {
            row.setOther(true);
        }
        table.write(at, row.getMutableTotals());
        return row;
    }

    /** What one application has beside its sums; without memory, nothing. */
    private static final class Sketches {
        private final Share memory;
        private final DistinctAddresses clients;
        private RoundTrips roundTrips; // most applications over UDP have none
        private boolean untold; // there was no room for the first of the handshakes, so the others would be a part

        Sketches(Share memory) {
            this.memory = memory;
            this.clients = memory.take(CLIENTS) ? new DistinctAddresses() : null;
        }

        void add(Facts flow) {
            if (clients != null) {
                clients.add(flow.clientHigh, flow.clientLow);
            }
            if (flow.clientRtt != 0 && flow.serverRtt != 0 && hasRoundTrips()) {
                roundTrips.add(flow.clientRtt + flow.serverRtt);
            }
        }

        private boolean hasRoundTrips() {
            if (roundTrips == null && !untold) {
                untold = !memory.take(ROUND_TRIPS);
                roundTrips = untold ? null : new RoundTrips();
            }
            return roundTrips != null;
        }

        void write(ApplicationSummary row) {
            if (clients != null) {
                row.getMutableClients().addAll(clients.toBytes());
            }
            if (roundTrips != null) {
                row.getMutableRoundTrips().addAll(roundTrips.toBytes());
            }
        }
    }
}
