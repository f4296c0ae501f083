package io.tidemark.e2e.recount;

import java.net.InetAddress;
import java.util.Arrays;

/** A biflow's key, the same both ways: A is the end whose address, then port, is lower. */
record Biflow(InetAddress a, int portA, InetAddress b, int portB, int protocol) {
    static Biflow of(Packet packet) {
        return isFromA(packet)
                ? new Biflow(
                        packet.source(),
                        packet.sourcePort(),
                        packet.destination(),
                        packet.destinationPort(),
                        packet.protocol())
                : new Biflow(
                        packet.destination(),
                        packet.destinationPort(),
                        packet.source(),
                        packet.sourcePort(),
                        packet.protocol());
    }

    /** Whether the packet goes from A to B. */
    static boolean isFromA(Packet packet) {
        int order = Arrays.compareUnsigned(
                packet.source().getAddress(), packet.destination().getAddress());
        return order < 0 || order == 0 && packet.sourcePort() <= packet.destinationPort();
    }
}
