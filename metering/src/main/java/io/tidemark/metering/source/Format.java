package io.tidemark.metering.source;

import java.io.IOException;
import java.util.List;

/** How frames lie in a capture file. */
interface Format {
    /** Longest packet that is believed, 16 MiB: a longer one means that the file is broken (libpcap's own limit is 256 KiB). */
    int MAX_PACKET = 1 << 24;

    /** As {@link FrameSource#poll}; the exception's message does not name the file. */
    int poll(FrameHandler handler, int limit) throws IOException;

    List<FrameSource.Point> points();

    /** A length on the wire as files have it, 32 bits without a sign: beyond 2 GiB, which only broken files have, it is 2 GiB. */
    static int wire(int unsigned) {
        return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
    }
}
