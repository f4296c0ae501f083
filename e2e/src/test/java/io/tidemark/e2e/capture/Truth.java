package io.tidemark.e2e.capture;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a capture holds, counted while it is made.
 *
 * @param received      all packets; {@code bytes} is not used
 * @param metered       those that are in flows
 * @param other         the rest by cause; {@code bytes} is not used
 * @param windows       by start of the 10 s window (ns) and IP protocol, what is in flows
 * @param conversations what is in flows, by who talked to whom
 */
public record Truth(
        Volume received,
        Volume metered,
        Map<String, Volume> other,
        Map<Long, Map<Integer, Volume>> windows,
        Map<Conversation, Conversation.Facts> conversations) {
    static final long WINDOW = 10_000_000_000L;

    /** The truth about several captures together. */
    public Truth plus(Truth more) {
        var counted = new Counter();
        counted.add(this);
        counted.add(more);
        return counted.truth();
    }

    /** Adds frames up. */
    static final class Counter {
        private Volume received = Volume.NONE;
        private Volume metered = Volume.NONE;
        private final Map<String, Volume> other = new TreeMap<>();
        private final Map<Long, Map<Integer, Volume>> windows = new TreeMap<>();
        private final Map<Conversation, Conversation.Facts> conversations = new HashMap<>();

        void add(Frame frame) {
            received = received.plus(new Volume(1, 0, frame.wire()));
            switch (frame.meaning()) {
                case Frame.NoFlow(var cause) -> other.merge(cause, new Volume(1, 0, frame.wire()), Volume::plus);
                case Frame.Packet packet -> add(frame, packet);
            }
        }

        private void add(Frame frame, Frame.Packet packet) {
            var volume = new Volume(1, packet.ipBytes(), frame.wire());
            metered = metered.plus(volume);
            windows.computeIfAbsent(Math.floorDiv(frame.nanos(), WINDOW) * WINDOW, start -> new TreeMap<>())
                    .merge(packet.talk().protocol(), volume, Volume::plus);
            var facts = new Conversation.Facts(
                    packet.forward() ? volume : Volume.NONE,
                    packet.forward() ? Volume.NONE : volume,
                    packet.retransmitted() ? 1 : 0);
            conversations.merge(Conversation.of(packet.talk()), facts, Conversation.Facts::plus);
        }

        void add(Truth truth) {
            received = received.plus(truth.received());
            metered = metered.plus(truth.metered());
            truth.other().forEach((cause, volume) -> other.merge(cause, volume, Volume::plus));
            truth.windows().forEach((window, protocols) -> {
                var here = windows.computeIfAbsent(window, start -> new TreeMap<>());
                protocols.forEach((protocol, volume) -> here.merge(protocol, volume, Volume::plus));
            });
            truth.conversations().forEach((who, facts) -> conversations.merge(who, facts, Conversation.Facts::plus));
        }

        Truth truth() {
            return new Truth(received, metered, other, windows, conversations);
        }
    }
}
