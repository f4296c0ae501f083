package io.tidemark.metering.source;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A veth pair on which nothing is said but what a test sends: frames go in at the far end and are captured at the near one.
 * Tests that want one are skipped, saying so, where it cannot be made.
 */
@SuppressWarnings("restricted")
final class Cable implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Path LINKS = Path.of("/sys/class/net");
    private static final MethodHandle SEND = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("send"),
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    final String near;
    final String far;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(1 << 16);
    private int socket = -1;

    private Cable(String near) {
        this.near = near;
        this.far = near + "x";
    }

    /** A cable whose ends are up. */
    static Cable plug() throws IOException {
        return plug("tmr%x-%d".formatted(ProcessHandle.current().pid() & 0xFFFF, COUNT.incrementAndGet()));
    }

    static Cable plug(String near) throws IOException {
        if (!Files.isDirectory(LINKS)) {
            abort("network interfaces can be made on Linux only");
        }
        var cable = new Cable(near);
        String failure = run("ip", "link", "add", near, "type", "veth", "peer", "name", cable.far);
        if (!failure.isEmpty()) {
            cable.arena.close();
            abort("no veth pair can be made here (root, and the package iproute2, are needed): " + failure);
        }
        for (String end : new String[] {near, cable.far}) {
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf", end, "disable_ipv6"), "1");
            cable.must("ip", "link", "set", end, "up");
        }
        cable.connect();
        return cable;
    }

    private void connect() throws IOException {
        socket = Libc.socket(17, 3, 0);
        MemorySegment address = arena.allocate(20, 4);
        address.set(JAVA_SHORT, 0, (short) 17);
        address.set(JAVA_INT, 4, Integer.parseInt(read(far, "ifindex")));
        Libc.bind(socket, address);
    }

    /** Sends a frame into the far end. */
    void send(byte[] frame) {
        MemorySegment.copy(frame, 0, buffer, JAVA_BYTE, 0, frame.length);
        try {
            long sent = (long) SEND.invokeExact(socket, buffer, (long) frame.length, 0);
            if (sent != frame.length) {
                throw new IllegalStateException("the frame was not sent");
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the kernel itself counted at the near end: packets. */
    long arrived() throws IOException {
        return Long.parseLong(read(near, "statistics/rx_packets"));
    }

    /** Runs {@code ip} with these arguments. */
    void ip(String... arguments) throws IOException {
        var command = new String[arguments.length + 1];
        command[0] = "ip";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        must(command);
    }

    private static String read(String link, String file) throws IOException {
        return Files.readString(LINKS.resolve(link).resolve(file)).strip();
    }

    private void must(String... command) throws IOException {
        String failure = run(command);
        if (!failure.isEmpty()) {
            close();
            throw new IOException(String.join(" ", command) + ": " + failure);
        }
    }

    /** What it complains about; empty: it went well. */
    private static String run(String... command) throws IOException {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? "" : output.isEmpty() ? "it failed" : output;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /** Pulls the cable: both ends are gone. */
    void pull() throws IOException {
        if (Files.exists(LINKS.resolve(near))) {
            run("ip", "link", "del", near);
        }
    }

    @Override
    public void close() throws IOException {
        if (socket >= 0) {
            Libc.close(socket);
            socket = -1;
            arena.close();
        }
        pull();
    }
}
