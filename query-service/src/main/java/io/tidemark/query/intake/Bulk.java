package io.tidemark.query.intake;

import io.tidemark.contract.summary.Cause;
import io.tidemark.contract.summary.ConversationSummary;
import io.tidemark.contract.summary.SummaryBatch;
import io.tidemark.contract.summary.Totals;
import io.tidemark.contract.summary.Volume;
import io.tidemark.contract.window.WindowLength;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import us.hebi.quickbuf.RepeatedByte;
import us.hebi.quickbuf.RepeatedString;

/**
 * Rows of many summaries, written together or not at all. Holds a window's closing once: of two closings of the same
 * revision the later one replaces the earlier one, so it needs a bulk of its own.
 */
final class Bulk {
    private static final String LIVE = "live"; // the window group of nodes that watch the present
    private static final WindowLength DAY = new WindowLength(86_400_000_000_000L);
    private static final byte[] NOBODY = new byte[16];

    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final Map<WindowKey, Closing> closings = new LinkedHashMap<>();
    private final Map<Grain, Rows> rows = new EnumMap<>(Grain.class);
    private final Endpoints endpoints = new Endpoints();
    private int size;

    Bulk() {
        for (var grain : Grain.values()) {
            rows.put(grain, new Rows(grain.columns()));
        }
    }

    /** Whether another closing of the batch's window is in here. */
    boolean contradicts(SummaryBatch batch) {
        var closing = closings.get(WindowKey.of(batch));
        return closing != null && closing.closedAtNanos != batch.getClosedAtNs();
    }

    void add(ConsumerRecord<byte[], byte[]> record, SummaryBatch batch) {
        records.add(record);
        var key = WindowKey.of(batch);
        closings.computeIfAbsent(key, _ -> new Closing(key, batch)).add(batch);
        long[] ids = endpoints.add(DAY.startOf(key.startNanos()), batch.getEndpoints());
        for (int i = 0; i < batch.getMissingNodes().length(); i++) {
            row(Grain.MISSING_NODE, key).add(batch.getMissingNodes().get(i));
        }
        for (var node : batch.getNodes()) {
            var row = row(Grain.NODE_TOTAL, key).add(node.getNode());
            totals(row, node.getTotals())
                    .add(node.getAnnouncedFlows())
                    .add(node.getAnnouncedPackets())
                    .add(node.getAnnouncedFrameBytes());
        }
        for (var ledger : batch.getLedgers()) {
            row(Grain.LEDGER, key)
                    .add(ledger.getNode())
                    .add(ledger.getPoint())
                    .add(ledger.getReceivedPackets())
                    .add(ledger.getReceivedBytes())
                    .add(ledger.getMeteredPackets())
                    .add(ledger.getMeteredBytes());
            for (Cause drop : ledger.getDrops()) {
                row(Grain.LEDGER_DROP, key)
                        .add(ledger.getNode())
                        .add(ledger.getPoint())
                        .add(drop.getCause())
                        .add(drop.getPackets())
                        .add(drop.getBytes());
            }
        }
        for (var application : batch.getApplications()) {
            var row = row(Grain.APPLICATION, key)
                    .add(application.getProtocol())
                    .add(application.getServerPort())
                    .add(application.getOther());
            totals(row, application.getTotals())
                    .add(sketch(application.getClients()))
                    .add(sketch(application.getRoundTrips()));
        }
        for (ConversationSummary conversation : batch.getConversations()) {
            boolean other = conversation.getOther();
            var row = row(Grain.CONVERSATION, key)
                    .address(other ? NOBODY : conversation.getClientAddr().toArray())
                    .address(other ? NOBODY : conversation.getServerAddr().toArray())
                    .add(conversation.getServerPort())
                    .add(conversation.getProtocol())
                    .add(other);
            totals(row, conversation.getTotals())
                    .add(ids[conversation.getClientEndpoint()])
                    .add(ids[conversation.getServerEndpoint()])
                    .add(conversation.getBytesError())
                    .add(names(conversation.getObservedAt()));
        }
        for (var pair : batch.getWorkloads()) {
            var row = row(Grain.WORKLOAD_PAIR, key)
                    .add(ids[pair.getClient()])
                    .add(ids[pair.getServer()])
                    .add(pair.getProtocol())
                    .add(pair.getServerPort())
                    .add(pair.getOther());
            totals(row, pair.getTotals());
        }
    }

    private Rows row(Grain grain, WindowKey key) {
        size++;
        return key.into(rows.get(grain));
    }

    private static Rows totals(Rows row, Totals totals) {
        row.add(totals.getFlows());
        volume(row, totals.getForward());
        volume(row, totals.getReverse());
        return row.add(totals.getRetransmittedPackets())
                .add(totals.getOutOfOrderPackets())
                .add(totals.getZeroWindows());
    }

    private static void volume(Rows row, Volume volume) {
        row.add(volume.getPackets()).add(volume.getBytes()).add(volume.getFrameBytes());
    }

    /** What it was made of, in log order. */
    List<ConsumerRecord<byte[], byte[]>> records() {
        return records;
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** Rows, not counting one for each closing. */
    int size() {
        return size + endpoints.size();
    }

    /** Rows of a grain. To be called when everything is in. */
    Rows rows(Grain grain) {
        return switch (grain) {
            case CLOSED_WINDOW -> closings();
            case ENDPOINT -> {
                var told = new Rows(grain.columns());
                endpoints.into(told);
                yield told;
            }
            default -> rows.get(grain);
        };
    }

    private Rows closings() {
        var windows = new Rows(Grain.CLOSED_WINDOW.columns());
        for (var closing : closings.values()) {
            closing.key
                    .into(windows)
                    .time(closing.endNanos)
                    .add(closing.complete)
                    .time(closing.closedAtNanos)
                    .add(closing.whole);
        }
        return windows;
    }

    /** Keys of all closings with the wall clock of each. */
    Keys keys() {
        var keys = new Keys();
        closings.values().forEach(closing -> keys.add(closing.key, closing.closedAtNanos));
        return keys;
    }

    /** UTC days that the windows start in. */
    Set<Instant> days() {
        var days = new TreeSet<Instant>();
        closings.keySet().forEach(key -> days.add(WindowLength.instant(DAY.startOf(key.startNanos()))));
        return days;
    }

    /** When the aggregator closed each window. */
    Collection<Instant> closedAt() {
        return closings.values().stream()
                .map(closing -> WindowLength.instant(closing.closedAtNanos))
                .toList();
    }

    /** Ends of the windows of the present whose last part is in here. */
    Collection<Instant> liveEnds() {
        return closings.values().stream()
                .filter(closing -> closing.whole && closing.key.group().equals(LIVE))
                .map(closing -> WindowLength.instant(closing.endNanos))
                .toList();
    }

    /** As the aggregator's library wrote it; null if there is none. */
    private static byte[] sketch(RepeatedByte bytes) {
        return bytes.length() == 0 ? null : bytes.toArray();
    }

    private static String names(RepeatedString names) {
        var all = new StringJoiner(",");
        names.forEach(all::add);
        return all.toString();
    }

    /** A closing, told in one or more parts. */
    private static final class Closing {
        final WindowKey key;
        final long endNanos;
        final long closedAtNanos;
        final boolean complete;
        boolean whole;

        Closing(WindowKey key, SummaryBatch batch) {
            this.key = key;
            this.endNanos = batch.getWindowStartNs() + batch.getWindowLengthNs();
            this.closedAtNanos = batch.getClosedAtNs();
            this.complete = batch.getComplete();
        }

        void add(SummaryBatch batch) {
            whole |= batch.getPart() == batch.getParts() - 1;
        }
    }
}
