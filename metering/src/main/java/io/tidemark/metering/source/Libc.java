package io.tidemark.metering.source;

import static java.lang.foreign.ValueLayout.ADDRESS;
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

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_OF = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SET_OPTION =
            function("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GET_OPTION =
            function("getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle MAP = function(
            "mmap", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle UNMAP = function("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle RECEIVE =
            function("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle POLL =
            function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle TEXT = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Libc() {}

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, ERRNO);
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
            poll(Arena.ofAuto().allocate(8), 0, 0);
            return socket;
        } catch (Failure e) {
            throw new IllegalStateException(e); // every system has such sockets
        }
    }

    /** socket(2); the descriptor is not handed on to other programs. */
    static int socket(int domain, int type, int protocol) throws Failure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) SOCKET.invokeExact(state, domain, type | 0x80000, protocol);
            return (int) checked("socket", result, state);
        } catch (Failure e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** bind(2). */
    static void bind(int socket, MemorySegment address) throws Failure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) BIND.invokeExact(state, socket, address, (int) address.byteSize());
            checked("bind", result, state);
        } catch (Failure e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** setsockopt(2). {@code name} is the option's, for the message. */
    static void setOption(int socket, int level, int option, MemorySegment value, String name) throws Failure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) SET_OPTION.invokeExact(state, socket, level, option, value, (int) value.byteSize());
            checked(name, result, state);
        } catch (Failure e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
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
            MemorySegment state = arena.allocate(STATE);
            MemorySegment value = arena.allocate(JAVA_INT, values.length);
            MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
            int result = (int) GET_OPTION.invokeExact(state, socket, level, option, value, length);
            checked(name, result, state);
            MemorySegment.copy(value, JAVA_INT, 0, values, 0, values.length);
        } catch (Failure e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** mmap(2) of a socket's ring. The segment is never closed by itself: whoever unmaps it must not touch it again. */
    static MemorySegment map(int socket, long bytes) throws Failure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment ring = (MemorySegment)
                    MAP.invokeExact(state, MemorySegment.NULL, bytes, READ_AND_WRITE, SHARED, socket, 0L);
            checked("mmap", ring.address(), state);
            return ring.reinterpret(bytes);
        } catch (Failure e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same memory as a segment that is never closed: whoever frees it must not touch it again. */
    static MemorySegment unowned(MemorySegment memory) {
        return MemorySegment.ofAddress(memory.address()).reinterpret(memory.byteSize());
    }

    /** munmap(2). */
    static void unmap(MemorySegment ring) {
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) UNMAP.invokeExact(arena.allocate(STATE), ring, ring.byteSize());
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** recv(2) that never waits. False: there was nothing to be read. */
    static boolean receive(int socket, MemorySegment buffer) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long read = (long) RECEIVE.invokeExact(state, socket, buffer, buffer.byteSize(), DO_NOT_WAIT);
            return read > 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * poll(2) for something to read.
     *
     * @param sockets struct pollfd, one a socket
     * @param millis  waits no longer
     * @return how many have something to read, or to complain about
     */
    static int poll(MemorySegment sockets, long count, int millis) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) POLL.invokeExact(arena.allocate(STATE), sockets, count, millis);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** close(2). */
    static void close(int socket) {
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) CLOSE.invokeExact(arena.allocate(STATE), socket);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static long checked(String call, long result, MemorySegment state) throws Failure {
        if (result == -1) {
            throw new Failure(call, (int) ERRNO_OF.get(state, 0L));
        }
        return result;
    }

    private static String text(int errno) {
        try {
            return ((MemorySegment) TEXT.invokeExact(errno)).reinterpret(256).getString(0);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
