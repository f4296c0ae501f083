package io.tidemark.aggregator.intake;

import static io.tidemark.aggregator.FlowBatches.LENGTH;
import static io.tidemark.aggregator.FlowBatches.batch;
import static io.tidemark.aggregator.FlowBatches.flow;
import static io.tidemark.aggregator.FlowBatches.marked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.aggregator.enrich.Lookup;
import io.tidemark.aggregator.grain.GrainLimits;
import io.tidemark.aggregator.memory.Memory;
import io.tidemark.aggregator.publish.Round;
import io.tidemark.aggregator.window.Tally;
import io.tidemark.aggregator.window.WindowLimits;
import io.tidemark.contract.flow.FlowBatch;
import io.tidemark.contract.summary.Cause;
import io.tidemark.contract.summary.LedgerSummary;
import io.tidemark.contract.summary.SummaryBatch;
import io.tidemark.contract.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import us.hebi.quickbuf.InvalidProtocolBufferException;

class FlowPartitionTest {
    private static final byte[] GARBAGE = "no protobuf at all".getBytes(StandardCharsets.UTF_8);
    private static final long SECOND = 1_000_000_000L;

    private final List<Long> lateness = new ArrayList<>();
    private final Tally tally = new Tally(lateness::add);
    private final Memory memory = new Memory(1 << 20);
    private final FlowPartition flows = new FlowPartition(
            0,
            0,
            null,
            0,
            new WindowLimits(30_000, 8),
            new GrainLimits(10, 100, 10, 5, 1000),
            Lookup.NONE,
            tally,
            memory,
            Clock.systemUTC(),
            () -> this.nanos);
    private long nanos;
    private long offset;
    private long millis = 1_000_000;

    @Test
    void aPartitionWithoutFlowsClosesItsWindowsByTheirMarkersAlone() throws Exception {
        var round = take(marked(batch("a", 7, "live", 0, 1), List.of(), false));

        assertThat(windows(round)).singleElement().satisfies(window -> {
            assertThat(window.getWindowStartNs()).isEqualTo(LENGTH);
            assertThat(window.getComplete()).isTrue();
        });
        assertThat(flows.openWindows()).isZero();
    }

    @Test
    void aWindowThatWasWrittenAndAPartitionThatIsSomebodyElsesGiveTheirMemoryBack() throws Exception {
        var first = flow(1, 1, 80, 6, 3);
        take(batch("a", 7, "live", 0, 1, first));
        long open = memory.used();
        take(marked(batch("a", 7, "live", 1, 1), List.of(first), false));
        long written = memory.used();
        take(batch("a", 7, "live", 2, 2, flow(1, 1, 80, 6, 3)));
        long openAgain = memory.used();

        flows.end();

        assertThat(open).isPositive();
        assertThat(written).isZero();
        assertThat(openAgain).isEqualTo(open);
        assertThat(memory.used()).isZero();
    }

    @Test
    void aPartitionThatNobodySendsToAnyMoreClosesItsWindowsByTheClockNamingTheSilent() throws Exception {
        take(batch("a", 7, "live", 0, 1, flow(1, 1, 80, 6, 3)));
        nanos += 32 * SECOND; // the allowed lateness, and two seconds for a record that may be on its way
        var inTime = flows.tick();
        nanos += SECOND;

        var round = flows.tick();

        assertThat(inTime.map(Round::windows).orElse(List.of())).isEmpty();
        assertThat(windows(round)).singleElement().satisfies(window -> {
            assertThat(window.getComplete()).isFalse();
            assertThat(window.getMissingNodes()).containsExactly("a");
        });
    }

    @Test
    void aRecordThatCannotBeReadIsADeadLetterAndTheLedgerNamesThePacketsThatItHad() throws Exception {
        var read = flow(1, 1, 80, 6, 3);
        var unread = flow(2, 1, 80, 6, 5);
        take(batch("a", 7, "live", 0, 1, read));
        var poisoned = take(GARBAGE); // was batch 1, with the other flow

        var round = take(marked(batch("a", 7, "live", 2, 1), List.of(read, unread), false));

        assertThat(poisoned.orElseThrow().poison()).singleElement().satisfies(poison -> {
            assertThat(poison.record().value()).isEqualTo(GARBAGE);
            assertThat(poison.cause()).isEqualTo("not_protobuf");
        });
        assertThat(windows(round)).singleElement().satisfies(window -> {
            assertThat(window.getLedgers())
                    .extracting(LedgerSummary::getNode, LedgerSummary::getPoint)
                    .containsExactly(tuple("a", "*"));
            assertThat(window.getLedgers().get(0).getDrops())
                    .extracting(Cause::getCause, Cause::getPackets, Cause::getBytes)
                    .containsExactly(tuple("missing", 6L, 5 * 114L + 54));
        });
        assertThat(tally.gaps.sum()).isOne();
    }

    @Test
    void aRevisionWhoseMarkerAnnouncesWhatCameBeforeTheClosingMissesNothing() throws Exception {
        var early = flow(1, 1, 80, 6, 3);
        var late = flow(2, 1, 80, 6, 5);
        take(batch("a", 7, "live", 0, 1, early));
        nanos += 33 * SECOND;
        flows.tick();
        millis += 33_000;

        take(batch("a", 7, "live", 1, 1, late));
        var round = take(marked(batch("a", 7, "live", 2, 1), List.of(early, late), false));

        assertThat(windows(round)).singleElement().satisfies(window -> {
            assertThat(window.getRevision()).isPositive();
            assertThat(window.getLedgers()).isEmpty();
        });
    }

    @Test
    void howLateFlowsAreIsToldFromTheirWindowsEndToWhenTheBrokerTookThemOfLiveNodesOnly() {
        millis = 2 * LENGTH / 1_000_000 + 1_000;
        take(marked(batch("a", 7, "live", 0, 1), List.of(), false));
        take(marked(batch("f#00", 5, "f#00", 0, 1), List.of(), false));
        millis += 4_000;

        take(batch("a", 7, "live", 1, 1, flow(1, 1, 80, 6, 3)));
        take(batch("f#00", 5, "f#00", 1, 1, flow(1, 1, 80, 6, 3)));

        assertThat(lateness).containsExactly(5_000L);
        assertThat(tally.lateFlows.sum()).isEqualTo(2);
    }

    @Test
    void theLagIsWhatTheLogHasBeyondWhatIsInTheWindows() {
        var pipeline = new PartitionPipeline(0, 1, 0, 3, flows);
        long before = pipeline.lag();

        take(batch("a", 7, "live", 0, 1));
        pipeline.logEnds(5);

        assertThat(before).isEqualTo(3);
        assertThat(pipeline.lag()).isEqualTo(4);
    }

    @Test
    void aLogWhoseRecordsHaveAllExpiredIsNoLag() {
        assertThat(new PartitionPipeline(0, 1, 1_000, 1_000, flows).lag()).isZero();
    }

    private Optional<Round> take(FlowBatch batch) {
        return take(batch.toByteArray());
    }

    private Optional<Round> take(byte[] value) {
        return flows.take(List.of(record(offset++, millis, value)));
    }

    /** A record as the broker gives it. */
    static ConsumerRecord<byte[], byte[]> record(long offset, long millis, byte[] value) {
        return new ConsumerRecord<>(
                Topic.FLOWS.name(),
                0,
                offset,
                millis,
                TimestampType.LOG_APPEND_TIME,
                0,
                value.length,
                null,
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    private static List<SummaryBatch> windows(Optional<Round> round) throws InvalidProtocolBufferException {
        var windows = new ArrayList<SummaryBatch>();
        for (var rows : round.orElseThrow().windows()) {
            for (var part : rows.parts()) {
                windows.add(SummaryBatch.parseFrom(part));
            }
        }
        return windows;
    }
}
