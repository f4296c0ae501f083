package io.tidemark.metering.source;

import java.io.IOException;
import java.util.List;

/**
 * A network interface that can be captured from.
 *
 * @param name        "eth0"
 * @param index       the operating system's number of it, 0 if unknown
 * @param up          it is up
 * @param loopback    it is a loopback interface
 */
public record Interface(String name, int index, boolean up, boolean loopback) {
    /** All of this machine that libpcap can open, in the system's order; pseudo-interfaces ("any", "nflog") are left out. */
    public static List<Interface> list() throws IOException {
        return List.of();
    }

    /**
     * Those that are meant: a name stands for itself, a glob ({@code eth*}, {@code veth??}) for those that match, are up and
     * are no loopback.
     *
     * @throws IOException if a name that is no glob does not exist, or nothing is left; the message lists what there is
     */
    public static List<Interface> select(List<String> globs, List<String> excluded) throws IOException {
        return List.of();
    }
}
