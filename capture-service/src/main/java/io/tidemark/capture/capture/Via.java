package io.tidemark.capture.capture;

import io.tidemark.metering.source.RingCapture;

/** How live frames are read. */
public enum Via {
    /** The ring where it can be, else libpcap. */
    AUTO,
    /** Memory shared with the kernel; Linux. */
    RING,
    /** Portable. */
    LIBPCAP;

    /** True: through the ring, here. */
    boolean ring() {
        return switch (this) {
            case AUTO -> RingCapture.isPossible();
            case RING -> true;
            case LIBPCAP -> false;
        };
    }
}
