package io.tidemark.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on 127.0.0.1, the only address that anything embedded listens on. */
public final class Loopback {
    /** The address, IPv4, as text. */
    public static final String HOST = "127.0.0.1";

    private Loopback() {}

    /** A port that nobody listens on at this moment; somebody else may take it before the caller does. */
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + HOST, e);
        }
    }

    /**
     * The wanted port if nobody listens on it, else some free one.
     *
     * @param wanted 1-65535, or 0: any
     */
    public static int freePort(int wanted) {
        return wanted != 0 && isFree(wanted) ? wanted : freePort();
    }

    /** True if a server could listen on the port now. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as servers do: connections in TIME_WAIT do not make a port taken
            socket.bind(new InetSocketAddress(HOST, port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
