package io.tidemark.metering.source;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;

/**
 * The calls of the C library that sockets and rings need (socket(2), setsockopt(2), mmap(2) and so on). None is made for each
 * packet. A call that fails throws a {@link Failure} with the system's own words for it.
 */
@SuppressWarnings("restricted") // calling C is its purpose
final class Libc {
    static final int ENODEV = 19;
    static final int ENXIO = 6;
    static final int EPERM = 1;
    static final int EACCES = 13;
    static final int ENOMEM = 12;

    private static final int READ_AND_WRITE = 3;
    private static final int SHARED = 1;
    private static final int DO_NOT_WAIT = 0x40; // MSG_DONTWAIT

    private static final int UNIX_DOMAIN = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCKET_LEVEL = 1;
    private static final int SOCKET_TYPE = 3;
    private static final int KEEP_ALIVE = 9;

    /**
     * A call of any of these functions: where it is, where to put errno, its arguments. An argument is what fills a register of 64 bits,
     * an int as well as an address, and who is called looks at those that it knows (System V ABI for AMD64, AAPCS64 for ARM): so all
     * go one way, as through syscall(2), and a start makes one way to C and not eleven.
     */
    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.captureCallState("errno"));

    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MemorySegment SOCKET = function("socket");
    private static final MemorySegment BIND = function("bind");
    private static final MemorySegment SET_OPTION = function("setsockopt");
    private static final MemorySegment GET_OPTION = function("getsockopt");
    private static final MemorySegment MAP = function("mmap");
    private static final MemorySegment UNMAP = function("munmap");
    private static final MemorySegment RECEIVE = function("recv");
    private static final MemorySegment POLL = function("poll");
    private static final MemorySegment CLOSE = function("close");
    private static final MemorySegment TEXT = function("strerror");

    private Libc() {}

    private static MemorySegment function(String name) {
        return Linker.nativeLinker().defaultLookup().findOrThrow(name);
    }

    /** A system call that said no. */
    static final class Failure extends IOException {
        private static final long serialVersionUID = 1;

        private final int errno;

        private Failure(String call, int errno) {
            super(call + ": " + text(errno));
            this.errno = errno;
        }

        int errno() {
            return errno;
        }
    }

    /** Asks a socket for its type, which nobody wants to know. */
    static void askType(int socket) {
        try {
            option(socket, SOCKET_LEVEL, SOCKET_TYPE, new int[1], "SO_TYPE");
        } catch (Failure e) {
            throw new IllegalStateException(e); // every socket has one
        }
    }

    /**
     * Loads what a ring will need of Java's own, by one look at a socket. Code that was compiled before a class of memory was loaded
     * is thrown away when it is, so do this before a warm-up.
     *
     * @return the socket, to be closed
     */
    static int load() {
        try {
            int socket = socket(UNIX_DOMAIN, SOCK_DGRAM, 0);
            askType(socket);
            setOption(socket, SOCKET_LEVEL, KEEP_ALIVE, "SO_KEEPALIVE", 0);
            poll(MemorySegment.NULL, 0, 0);
            return socket;
        } catch (Failure e) {
            throw new IllegalStateException(e); // every system has such sockets
        }
    }

    /** socket(2); the descriptor is not handed on to other programs. */
    static int socket(int domain, int type, int protocol) throws Failure {
        return (int) checked("socket", SOCKET, domain, type | 0x80000, protocol, 0, 0, 0);
    }

    /** bind(2). */
    static void bind(int socket, MemorySegment address) throws Failure {
        checked("bind", BIND, socket, address.address(), address.byteSize(), 0, 0, 0);
    }

    /** setsockopt(2). {@code name} is the option's, for the message. */
    static void setOption(int socket, int level, int option, MemorySegment value, String name) throws Failure {
        checked(name, SET_OPTION, socket, level, option, value.address(), value.byteSize(), 0);
    }

    /** setsockopt(2) with ints. */
    static void setOption(int socket, int level, int option, String name, int... values) throws Failure {
        try (Arena arena = Arena.ofConfined()) {
            setOption(socket, level, option, arena.allocateFrom(JAVA_INT, values), name);
        }
    }

    /** getsockopt(2) into ints. */
    static void option(int socket, int level, int option, int[] values, String name) throws Failure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT, values.length);
            MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
            checked(name, GET_OPTION, socket, level, option, value.address(), length.address(), 0);
            MemorySegment.copy(value, JAVA_INT, 0, values, 0, values.length);
        }
    }

    /** mmap(2) of a socket's ring. The segment is never closed by itself: whoever unmaps it must not touch it again. */
    static MemorySegment map(int socket, long bytes) throws Failure {
        return memory(checked("mmap", MAP, 0, bytes, READ_AND_WRITE, SHARED, socket, 0), bytes);
    }

    /** The same memory as a segment that is never closed: whoever frees it must not touch it again. */
    static MemorySegment unowned(MemorySegment memory) {
        return memory(memory.address(), memory.byteSize());
    }

    private static MemorySegment memory(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    /** munmap(2). */
    static void unmap(MemorySegment ring) {
        unchecked(UNMAP, ring.address(), ring.byteSize(), 0, 0);
    }

    /** recv(2) that never waits. False: there was nothing to be read. */
    static boolean receive(int socket, MemorySegment buffer) {
        return unchecked(RECEIVE, socket, buffer.address(), buffer.byteSize(), DO_NOT_WAIT) > 0;
    }

    /**
     * poll(2) for something to read.
     *
     * @param sockets struct pollfd, one a socket
     * @param millis  waits no longer
     * @return how many have something to read, or to complain about
     */
    static int poll(MemorySegment sockets, long count, int millis) {
        try {
            return (int) unchecked(POLL, sockets.address(), count, millis, 0);
        } finally {
            Reference.reachabilityFence(sockets); // the only memory here that nobody closes
        }
    }

    /** close(2). */
    static void close(int socket) {
        unchecked(CLOSE, socket, 0, 0, 0);
    }

    private static long checked(String name, MemorySegment function, long a, long b, long c, long d, long e, long f)
            throws Failure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = call(function, state, a, b, c, d, e, f);
            if ((int) result == -1) { // an int, or where a page begins
                throw new Failure(name, (int) ERRNO.get(state, 0L));
            }
            return result;
        }
    }

    private static long unchecked(MemorySegment function, long a, long b, long c, long d) {
        try (Arena arena = Arena.ofConfined()) {
            return call(function, arena.allocate(STATE), a, b, c, d, 0, 0);
        }
    }

    private static long call(
            MemorySegment function, MemorySegment state, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) CALL.invokeExact(function, state, a, b, c, d, e, f);
        } catch (Throwable broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static String text(int errno) {
        return memory(unchecked(TEXT, errno, 0, 0, 0), 256).getString(0);
    }
}
