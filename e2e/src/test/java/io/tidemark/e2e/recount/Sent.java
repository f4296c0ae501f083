package io.tidemark.e2e.recount;

import java.util.Map;
import java.util.TreeMap;

/** Which sequence numbers of one direction of a TCP connection were seen, to tell what is sent again and what comes late. */
final class Sent {
    private final TreeMap<Long, Long> ranges = new TreeMap<>(); // start to end, never touching
    private long last; // where the segment before ended, unfolded to 64 bits
    private boolean begun;

    /** How the data of a segment stands to what was seen before. */
    enum Order {
        /** Behind it, or there is none. */
        NEXT,
        /** Some of it was seen before. */
        AGAIN,
        /** It fills a gap: what comes after it was there first. */
        LATE
    }

    /** Adds a segment. A keep-alive (a byte below the next one) is not sent again. */
    Order add(Packet.Segment segment) {
        if (segment.length() == 0 || segment.rst()) {
            return Order.NEXT;
        }
        long start = begun ? last + (segment.sequence() - (int) last) : segment.sequence() & 0xFFFFFFFFL;
        long end = start + segment.length();
        boolean begins = !begun || segment.syn() && ranges.lastEntry().getValue() != end;
        if (begins || Math.abs(start - last) > 1L << 30) {
            begun = true;
            ranges.clear();
            add(start, end);
            return Order.NEXT;
        }
        long next = ranges.lastEntry().getValue();
        if (start == next - 1 && segment.length() == 1 && !segment.syn() && !segment.fin()) {
            return Order.NEXT;
        }
        var below = ranges.lowerEntry(end);
        boolean seen = below != null && below.getValue() > start;
        add(start, end);
        return seen ? Order.AGAIN : start < next ? Order.LATE : Order.NEXT;
    }

    private void add(long start, long end) {
        long from = start;
        long to = end;
        for (Map.Entry<Long, Long> other = ranges.floorEntry(to);
                other != null && other.getValue() >= from;
                other = ranges.floorEntry(to)) {
            from = Math.min(from, other.getKey());
            to = Math.max(to, other.getValue());
            ranges.remove(other.getKey());
        }
        ranges.put(from, to);
        last = Math.max(end, ranges.lastEntry().getValue());
    }
}
