package io.tidemark.metering.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metering.Frames;
import io.tidemark.metering.decode.FrameDecoder;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FlowTableProperties {
    private final FrameDecoder decoder = new FrameDecoder();

    @Property(tries = 50)
    void itHoldsWhatAMapHolds(@ForAll long seed) {
        var random = new Random(seed);
        var table = new FlowTable(3000, 0, false);
        Map<Integer, Long> rows = new HashMap<>(); // client port to row

        for (int i = 0; i < 10_000; i++) {
            int port = 10_000 + random.nextInt(4000);
            boolean reverse = random.nextBoolean();
            Arrival arrival = arrival(port, reverse, 1);
            long row = find(table, arrival);
            assertThat(row).isEqualTo(rows.getOrDefault(port, 0L));
            if (row != 0 && random.nextInt(3) == 0) {
                table.remove(number(table, row));
                rows.remove(port);
            } else if (row == 0 && !table.isFull()) {
                rows.put(port, table.add(arrival));
            }
            assertThat(table.size()).isEqualTo(rows.size());
        }
    }

    @Property(tries = 20)
    void bothDirectionsHaveTheSameRowAndPointsAreKeptApart(@ForAll long seed) {
        var table = new FlowTable(100, 0, true);
        int port = 1 + new Random(seed).nextInt(65_000);
        Arrival there = arrival(port, false, 0);
        Arrival back = arrival(port, true, 0);
        Arrival elsewhere = arrival(port, true, 1);

        long row = table.add(there);

        assertThat(back.hash()).isEqualTo(there.hash());
        assertThat(find(table, back)).isEqualTo(row);
        assertThat(back.direction()).isEqualTo(1 - there.direction());
        assertThat(find(table, elsewhere)).isZero();
    }

    /** Rows lie in chunks, whose first is nobody's: what several chunks hold is apart, in all its parts. */
    @Example
    void itHoldsWhatSeveralChunksHold() {
        int rows = 2 * Row.IN_CHUNK + 5;
        var table = new FlowTable(rows, 0, false);
        var all = new HashSet<Long>();

        for (int i = 0; i < rows; i++) {
            long row = table.add(arrival(1 + i % 60_000, false, i / 60_000));
            assertThat(all.add(row)).isTrue();
            Row.set(Row.rarest(row), Row.TUNNEL_DST_LOW, i);
            Row.set(Row.rareCounts(row), Row.SERVER_RTT, -i);
        }

        assertThat(table.isFull()).isTrue();
        for (int i = 0; i < rows; i++) {
            long row = find(table, arrival(1 + i % 60_000, true, i / 60_000));
            assertThat(all).contains(row);
            assertThat(Row.get(Row.rarest(row), Row.TUNNEL_DST_LOW)).isEqualTo(i);
            assertThat(Row.get(Row.rare(row), Row.SERVER_RTT)).isEqualTo(-i);
        }
        for (int number = 1; number < table.top(); number++) {
            assertThat(Row.isUsed(Row.get(table.row(number), Row.STATE))).isEqualTo(number % Row.IN_CHUNK != 0);
        }
    }

    private static long find(FlowTable table, Arrival arrival) {
        table.fetch(new Arrival[] {arrival}, 1);
        return table.find(arrival);
    }

    private static int number(FlowTable table, long row) {
        int number = 0;
        while (table.row(number) != row) {
            number++;
        }
        return number;
    }

    private Arrival arrival(int port, boolean reverse, int point) {
        byte[] frame = reverse
                ? Frames.udpFrame("10.0.0.2", 53, "10.0.0.1", port, 0)
                : Frames.udpFrame("10.0.0.1", port, "10.0.0.2", 53, 0);
        var arrival = new Arrival();
        decoder.aim(point, 1, MemorySegment.ofArray(frame));
        decoder.decode(arrival, 0, frame.length, frame.length);
        return arrival;
    }
}
