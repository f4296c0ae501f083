package io.tidemark.metering.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metering.Frames;
import io.tidemark.metering.decode.FrameDecoder;
import io.tidemark.metering.decode.Packet;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FlowTableProperties {
    private final FrameDecoder decoder = new FrameDecoder();

    @Property(tries = 50)
    void itHoldsWhatAMapHolds(@ForAll long seed) {
        var random = new Random(seed);
        var table = new FlowTable(3000, 0);
        Map<Integer, Integer> rows = new HashMap<>(); // client port to row

        for (int i = 0; i < 10_000; i++) {
            int port = 10_000 + random.nextInt(4000);
            boolean reverse = random.nextBoolean();
            Packet packet = packet(port, reverse);
            long hash = table.hash(1, packet);
            int row = table.find(hash, 1, packet);
            assertThat(row).isEqualTo(rows.getOrDefault(port, -1));
            if (row >= 0 && random.nextInt(3) == 0) {
                table.remove(row);
                rows.remove(port);
            } else if (row < 0 && !table.isFull()) {
                rows.put(port, table.add(hash, 1, packet));
            }
            assertThat(table.size()).isEqualTo(rows.size());
        }
    }

    @Property(tries = 20)
    void bothDirectionsHaveTheSameRowAndPointsAreKeptApart(@ForAll long seed) {
        var table = new FlowTable(100, 0);
        int port = 1 + new Random(seed).nextInt(65_000);
        Packet packet = packet(port, false);
        long hash = table.hash(0, packet);
        int row = table.add(hash, 0, packet);

        packet = packet(port, true);

        assertThat(table.hash(0, packet)).isEqualTo(hash);
        assertThat(table.find(hash, 0, packet)).isEqualTo(row);
        assertThat(table.direction()).isEqualTo(1);
        assertThat(table.find(table.hash(1, packet), 1, packet)).isEqualTo(-1);
    }

    private Packet packet(int port, boolean reverse) {
        byte[] frame = reverse
                ? Frames.udpFrame("10.0.0.2", 53, "10.0.0.1", port, 0)
                : Frames.udpFrame("10.0.0.1", port, "10.0.0.2", 53, 0);
        decoder.decode(1, MemorySegment.ofArray(frame), 0, frame.length);
        return decoder.packet();
    }
}
