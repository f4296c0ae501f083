package io.tidemark.e2e.live;

import io.tidemark.e2e.system.Equation;
import io.tidemark.e2e.system.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace and a veth pair to it: the near end {@value #NEAR} stays here and is captured, the far end is alone in the
 * namespace. Nothing is said on it but what the test's programs say: no IPv6, and neighbours are known for ever.
 */
final class Wire implements AutoCloseable {
    static final String NEAR = "tme-near";
    static final String FAR_ADDRESS = "198.18.7.2";

    private static final String NAMESPACE = "tme";
    private static final String FAR = "tme-far";
    private static final Path INTERFACES = Path.of("/sys/class/net");

    /** Makes it; one that was left over goes away first. */
    static Wire plug() throws IOException {
        var wire = new Wire();
        wire.close();
        try {
            run("ip", "netns", "add", NAMESPACE);
            run("ip", "link", "add", NEAR, "type", "veth", "peer", "name", FAR, "netns", NAMESPACE);
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf", NEAR, "disable_ipv6"), "1");
            run(inside("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6"));
            run("ip", "link", "set", NEAR, "address", "02:00:5e:00:53:01");
            run("ip", "-n", NAMESPACE, "link", "set", FAR, "address", "02:00:5e:00:53:02");
            run("ip", "address", "add", "198.18.7.1/30", "dev", NEAR);
            run("ip", "-n", NAMESPACE, "address", "add", FAR_ADDRESS + "/30", "dev", FAR);
            run("ip", "-n", NAMESPACE, "link", "set", "lo", "up");
            run("ip", "-n", NAMESPACE, "link", "set", FAR, "up");
            run("ip", "link", "set", NEAR, "up");
            run("ip", "neigh", "replace", FAR_ADDRESS, "lladdr", "02:00:5e:00:53:02", "dev", NEAR, "nud", "permanent");
            run(inside(
                    "ip",
                    "neigh",
                    "replace",
                    "198.18.7.1",
                    "lladdr",
                    "02:00:5e:00:53:01",
                    "dev",
                    FAR,
                    "nud",
                    "permanent"));
            return wire;
        } catch (IOException | RuntimeException e) {
            wire.close();
            throw e;
        }
    }

    /** A command to be run at the far end. */
    static String[] inside(String... command) {
        var all = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE));
        all.addAll(List.of(command));
        return all.toArray(String[]::new);
    }

    /** Runs a program to its end, which must be good. */
    static void run(String... command) throws IOException {
        var log = Files.createTempFile(House.target(), "wire", ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = ended(process);
        var said = Files.readString(log);
        Files.delete(log);
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("%s: %s".formatted(String.join(" ", command), said.strip()));
        }
    }

    private static boolean ended(Process process) {
        try {
            return process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What the kernel counted at the near end, both ways; Ethernet headers are in its bytes. */
    Equation.Amount counted() throws IOException {
        return new Equation.Amount(
                counter("rx_packets") + counter("tx_packets"), counter("rx_bytes") + counter("tx_bytes"));
    }

    private static long counter(String name) throws IOException {
        return Long.parseLong(
                Files.readString(INTERFACES.resolve(NEAR).resolve("statistics").resolve(name))
                        .strip());
    }

    @Override
    public void close() throws IOException {
        // the wire first, both its ends go at once; a namespace takes its end along some time after it is gone
        if (Files.exists(INTERFACES.resolve(NEAR))) {
            run("ip", "link", "del", NEAR);
        }
        if (Files.exists(Path.of("/run/netns", NAMESPACE))) {
            run("ip", "netns", "del", NAMESPACE);
        }
    }
}
