package io.tidemark.aggregator.grain;

import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.flow.Ledger;
import io.tidemark.contract.summary.SummaryBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ledgers of the observation points, as the markers told them; a window marked twice has the sum of both. To what capture did
 * not meter come two causes of the aggregator's: "duplicate" and "missing".
 */
final class LedgerGrain {
    /** Stands for a point that nobody can tell. */
    private static final String ANY = "*";

    private final Map<Point, Account> accounts = new TreeMap<>();

    /** Adds the ledgers of a batch's marker, whose points are indices into the batch's. */
    void add(String node, FlowBatch batch) {
        if (!batch.getMarker().hasLedgers()) {
            return;
        }
        for (Ledger ledger : batch.getMarker().getLedgers()) {
            var name = batch.getPoints().get(ledger.getPoint()).getName();
            accounts.computeIfAbsent(new Point(node, name), point -> new Account())
                    .add(ledger);
        }
    }

    /** Packets of this point that were counted at another one. */
    void duplicate(String node, String point, long packets, long frameBytes) {
        accounts.computeIfAbsent(new Point(node, point), name -> new Account()).drop("duplicate", packets, frameBytes);
    }

    /** Packets of a node that never came, of whichever of its points. */
    void missing(String node, long packets, long frameBytes) {
        if (packets > 0) {
            accounts.computeIfAbsent(new Point(node, ANY), name -> new Account())
                    .drop("missing", packets, frameBytes);
        }
    }

    boolean isEmpty() {
        return accounts.isEmpty();
    }

    /** Ordered by node and point. */
    Rows rows() {
        var rows = new ArrayList<>(accounts.entrySet());
        return new Rows() {
            @Override
            public int size() {
                return rows.size();
            }

            @Override
            public int maxBytes() {
                return 3_000; // every cause there is
            }

            @Override
            public void write(int row, SummaryBatch batch) {
                rows.get(row).getValue().write(rows.get(row).getKey(), batch);
            }
        };
    }

    /** A row's key. */
    private record Point(String node, String name) implements Comparable<Point> {
        private static final Comparator<Point> ORDER =
                Comparator.comparing(Point::node).thenComparing(Point::name);

        @Override
        public int compareTo(Point other) {
            return ORDER.compare(this, other);
        }
    }

    /** A row's sums. */
    private static final class Account {
        private long receivedPackets;
        private long receivedBytes;
        private long meteredPackets;
        private long meteredBytes;
        private final Map<String, long[]> drops = new TreeMap<>(); // packets, bytes

        void add(Ledger ledger) {
            receivedPackets += ledger.getReceivedPackets();
            receivedBytes += ledger.getReceivedBytes();
            meteredPackets += ledger.getMeteredPackets();
            meteredBytes += ledger.getMeteredBytes();
            if (!ledger.hasDrops()) {
                return;
            }
            for (var drop : ledger.getDrops()) {
                drop(drop.getCause(), drop.getPackets(), drop.getBytes());
            }
        }

        void drop(String cause, long packets, long bytes) {
            var sums = drops.computeIfAbsent(cause, c -> new long[2]);
            sums[0] += packets;
            sums[1] += bytes;
        }

        void write(Point key, SummaryBatch batch) {
            var row = batch.getMutableLedgers()
                    .next()
                    .setNode(key.node())
                    .setPoint(key.name())
                    .setReceivedPackets(receivedPackets)
                    .setReceivedBytes(receivedBytes)
                    .setMeteredPackets(meteredPackets)
                    .setMeteredBytes(meteredBytes);
            drops.forEach((cause, sums) -> row.getMutableDrops()
                    .next()
                    .setCause(cause)
                    .setPackets(sums[0])
                    .setBytes(sums[1]));
        }
    }
}
