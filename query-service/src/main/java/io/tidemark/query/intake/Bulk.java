package io.tidemark.query.intake;

import io.tidemark.contract.summary.Cause;
import io.tidemark.contract.summary.ConversationSummary;
import io.tidemark.contract.summary.SummaryBatch;
import io.tidemark.contract.summary.Totals;
import io.tidemark.contract.summary.Volume;
import io.tidemark.contract.window.WindowLength;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.data.Inet;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
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
    private static final Inet NOBODY = inet(new byte[16]);
    private static final String LIVE = "live"; // the window group of nodes that watch the present

    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final Map<Key, Closing> closings = new LinkedHashMap<>();
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
        var closing = closings.get(Key.of(batch));
        return closing != null && closing.closedAtNanos != batch.getClosedAtNs();
    }

    void add(ConsumerRecord<byte[], byte[]> record, SummaryBatch batch) {
        records.add(record);
        var key = Key.of(batch);
        closings.computeIfAbsent(key, _ -> new Closing(key, batch)).add(batch);
        var columns = new KeyColumns(utc(key.startNanos), key.group, key.partition, key.revision);
        long[] ids = endpoints.add(columns.start.truncatedTo(ChronoUnit.DAYS), batch.getEndpoints());
        for (int i = 0; i < batch.getMissingNodes().length(); i++) {
            row(Grain.MISSING_NODE, columns).add(batch.getMissingNodes().get(i));
        }
        for (var node : batch.getNodes()) {
            var row = row(Grain.NODE_TOTAL, columns).add(node.getNode());
            totals(row, node.getTotals())
                    .add(node.getAnnouncedFlows())
                    .add(node.getAnnouncedPackets())
                    .add(node.getAnnouncedFrameBytes());
        }
        for (var ledger : batch.getLedgers()) {
            row(Grain.LEDGER, columns)
                    .add(ledger.getNode())
                    .add(ledger.getPoint())
                    .add(ledger.getReceivedPackets())
                    .add(ledger.getReceivedBytes())
                    .add(ledger.getMeteredPackets())
                    .add(ledger.getMeteredBytes());
            for (Cause drop : ledger.getDrops()) {
                row(Grain.LEDGER_DROP, columns)
                        .add(ledger.getNode())
                        .add(ledger.getPoint())
                        .add(drop.getCause())
                        .add(drop.getPackets())
                        .add(drop.getBytes());
            }
        }
        for (var application : batch.getApplications()) {
            var row = row(Grain.APPLICATION, columns)
                    .add(application.getProtocol())
                    .add(application.getServerPort())
                    .add(application.getOther());
            totals(row, application.getTotals())
                    .add(sketch(application.getClients()))
                    .add(sketch(application.getRoundTrips()));
        }
        for (ConversationSummary conversation : batch.getConversations()) {
            boolean other = conversation.getOther();
            var row = row(Grain.CONVERSATION, columns)
                    .add(other ? NOBODY : inet(conversation.getClientAddr()))
                    .add(other ? NOBODY : inet(conversation.getServerAddr()))
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
            var row = row(Grain.WORKLOAD_PAIR, columns)
                    .add(ids[pair.getClient()])
                    .add(ids[pair.getServer()])
                    .add(pair.getProtocol())
                    .add(pair.getServerPort())
                    .add(pair.getOther());
            totals(row, pair.getTotals());
        }
    }

    private Rows row(Grain grain, KeyColumns key) {
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
                    .columns()
                    .into(windows)
                    .add(utc(closing.endNanos))
                    .add(closing.complete)
                    .add(utc(closing.closedAtNanos))
                    .add(closing.whole);
        }
        return windows;
    }

    /** Keys of all closings with the wall clock of each. */
    Rows keys() {
        var keys = new Rows(Grain.Column.list(Grain.KEY + ", closed_at timestamptz"));
        closings.values().forEach(closing -> closing.key.columns().into(keys).add(utc(closing.closedAtNanos)));
        return keys;
    }

    /** UTC days that the windows start in. */
    Set<Instant> days() {
        var days = new TreeSet<Instant>();
        var day = new WindowLength(86_400_000_000_000L);
        closings.keySet().forEach(key -> days.add(WindowLength.instant(day.startOf(key.startNanos))));
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
                .filter(closing -> closing.whole && closing.key.group.equals(LIVE))
                .map(closing -> WindowLength.instant(closing.endNanos))
                .toList();
    }

    private static OffsetDateTime utc(long nanos) {
        return WindowLength.instant(nanos).atOffset(ZoneOffset.UTC);
    }

    /** As the aggregator's library wrote it; null if there is none. */
    private static Buffer sketch(RepeatedByte bytes) {
        return bytes.length() == 0 ? null : Buffer.buffer(bytes.toArray());
    }

    private static String names(RepeatedString names) {
        var all = new StringJoiner(",");
        names.forEach(all::add);
        return all.toString();
    }

    private static Inet inet(RepeatedByte address) {
        return inet(address.toArray());
    }

    private static Inet inet(byte[] address) {
        try {
            // not InetAddress.getByAddress: it takes ::ffff:1.2.3.4 for 1.2.3.4, and two rows would have one key
            InetAddress inet = address.length == 16
                    ? Inet6Address.getByAddress(null, address, -1)
                    : InetAddress.getByAddress(address);
            return new Inet().setAddress(inet);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of %d bytes".formatted(address.length), e);
        }
    }

    /** What a closing is known by. */
    private record Key(long startNanos, String group, int partition, int revision) {
        static Key of(SummaryBatch batch) {
            return new Key(batch.getWindowStartNs(), batch.getWindowGroup(), batch.getPartition(), batch.getRevision());
        }

        KeyColumns columns() {
            return new KeyColumns(utc(startNanos), group, partition, revision);
        }
    }

    /** The key as PostgreSQL takes it, shared by all rows of a batch. */
    private record KeyColumns(OffsetDateTime start, String group, Integer partition, Integer revision) {
        Rows into(Rows rows) {
            return rows.add(start).add(group).add(partition).add(revision);
        }
    }

    /** A closing, told in one or more parts. */
    private static final class Closing {
        final Key key;
        final long endNanos;
        final long closedAtNanos;
        final boolean complete;
        boolean whole;

        Closing(Key key, SummaryBatch batch) {
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
