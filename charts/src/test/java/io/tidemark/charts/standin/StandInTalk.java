package io.tidemark.charts.standin;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends one datagram of a new flow after another, at an even pace. Arguments: the host, the port, flows a second. */
public final class StandInTalk {
    private StandInTalk() {}

    public static void main(String[] args) throws Exception {
        var host = InetAddress.getByName(args[0]);
        int port = Integer.parseInt(args[1]);
        long pause = TimeUnit.SECONDS.toNanos(1) / Integer.parseInt(args[2]);
        long next = System.nanoTime();
        while (true) {
            try (var socket = new DatagramSocket()) { // a new port is a new flow
                socket.send(new DatagramPacket(new byte[100], 100, new InetSocketAddress(host, port)));
            }
            next += pause;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }
}
