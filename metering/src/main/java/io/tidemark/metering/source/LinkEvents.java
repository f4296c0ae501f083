package io.tidemark.metering.source;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Tells that something about the machine's interfaces has changed: one came, went, went up or down, has another name
 * (rtnetlink(7), group RTMGRP_LINK). Needs no right. What changed is not read out of the messages: who wants to know lists the
 * interfaces, which cannot miss what a full socket buffer lost.
 */
final class LinkEvents implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int NETLINK_ROUTE = 0;
    private static final int LINK_GROUP = 1; // RTMGRP_LINK
    private static final int MESSAGE_BYTES = 4096; // what is longer is cut, and not missed

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(MESSAGE_BYTES, 8);
    private final int socket;

    LinkEvents() throws Libc.Failure {
        socket = Libc.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
        MemorySegment address = arena.allocate(12, 4); // struct sockaddr_nl
        address.set(JAVA_SHORT, 0, (short) AF_NETLINK);
        address.set(JAVA_INT, 8, LINK_GROUP);
        try {
            Libc.bind(socket, address);
        } catch (Libc.Failure e) {
            close();
            throw e;
        }
    }

    /** True: there was a message since the last call. Never waits. */
    boolean any() {
        boolean any = false;
        while (Libc.receive(socket, buffer)) {
            any = true;
        }
        return any;
    }

    @Override
    public void close() {
        Libc.close(socket);
        arena.close();
    }
}
