package io.tidemark.bench.live;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that sends {@link SmallPackets} into an interface, many a system call (sendmmsg(2) on a packet socket). Arguments: the
 * interface, whose name must begin with {@code tmb}; how many packets; of how many flows; how many a second, 0 for as many as go.
 * Waits for a line on standard input before it begins.
 */
@SuppressWarnings("restricted") // calling C is its purpose
final class Sender {
    private static final int BURST = 64;
    private static final int MESSAGE = 64; // bytes of a struct mmsghdr
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int PACKET_LEVEL = 263;
    private static final int QDISC_BYPASS = 20;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SET_OPTION =
            function("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SEND =
            function("sendmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

    private final SmallPackets packets;
    private final int socket;
    private final MemorySegment messages;
    private final MemorySegment frames;

    private Sender(Arena arena, String link, SmallPackets packets) throws Throwable {
        this.packets = packets;
        socket = checked((int) SOCKET.invokeExact(AF_PACKET, SOCK_RAW, 0), "socket");
        MemorySegment address = arena.allocate(20, 4);
        address.set(JAVA_SHORT, 0, (short) AF_PACKET);
        address.set(
                JAVA_INT,
                4,
                Integer.parseInt(Files.readString(Path.of("/sys/class/net", link, "ifindex"))
                        .strip()));
        checked((int) BIND.invokeExact(socket, address, 20), "bind");
        MemorySegment one = arena.allocateFrom(JAVA_INT, 1);
        checked((int) SET_OPTION.invokeExact(socket, PACKET_LEVEL, QDISC_BYPASS, one, 4), "PACKET_QDISC_BYPASS");
        frames = arena.allocate((long) BURST * SmallPackets.BYTES, 8);
        messages = arena.allocate((long) BURST * MESSAGE, 8);
        MemorySegment parts = arena.allocate(BURST * 16L, 8);
        for (int i = 0; i < BURST; i++) {
            parts.set(ADDRESS, i * 16L, frames.asSlice((long) i * SmallPackets.BYTES));
            parts.set(JAVA_LONG, i * 16L + 8, SmallPackets.BYTES);
            messages.set(ADDRESS, (long) i * MESSAGE + 16, parts.asSlice(i * 16L));
            messages.set(JAVA_LONG, (long) i * MESSAGE + 24, 1);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
    }

    private static int checked(int result, String call) {
        if (result < 0) {
            throw new IllegalStateException(call + " failed; sending needs root");
        }
        return result;
    }

    public static void main(String[] arguments) throws Throwable {
        if (!arguments[0].startsWith("tmb")) {
            throw new IllegalArgumentException(arguments[0] + " is no interface of this benchmark");
        }
        long count = Long.parseLong(arguments[1]);
        try (Arena arena = Arena.ofConfined()) {
            var sender = new Sender(arena, arguments[0], new SmallPackets(Integer.parseInt(arguments[2])));
            System.out.println("ready");
            if (System.in.read() < 0) {
                return;
            }
            double seconds = sender.send(count, Double.parseDouble(arguments[3]));
            System.out.printf(Locale.ROOT, "sent %d in %.3f s%n", count, seconds);
        }
    }

    private double send(long count, double perSecond) throws Throwable {
        var frame = frames.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
        long began = System.nanoTime();
        for (long sent = 0; sent < count; ) {
            int burst = (int) Math.min(BURST, count - sent);
            frame.clear();
            for (int i = 0; i < burst; i++) {
                packets.write(sent + i, frame);
            }
            for (int gone = 0; gone < burst; ) {
                gone += checked(
                        (int) SEND.invokeExact(socket, messages.asSlice((long) gone * MESSAGE), burst - gone, 0),
                        "sendmmsg");
            }
            sent += burst;
            if (perSecond > 0) {
                long early = began + (long) (sent / perSecond * 1e9) - System.nanoTime();
                if (early > 100_000) {
                    LockSupport.parkNanos(early);
                }
            }
        }
        return (System.nanoTime() - began) / 1e9;
    }
}
