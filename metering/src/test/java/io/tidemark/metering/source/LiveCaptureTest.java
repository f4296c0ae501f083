package io.tidemark.metering.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs on the loopback interface; skipped, saying so, where capturing is not allowed. */
class LiveCaptureTest {
    @Test
    @Timeout(60)
    void datagramsOnTheLoopbackInterfaceArrive() throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var capture = open("udp port " + socket.getLocalPort())) {
            var frames = new AtomicInteger();
            byte[] payload = new byte[1000];
            while (frames.get() < 20) { // each is seen twice on loopback: out and in
                socket.send(new DatagramPacket(payload, payload.length, socket.getLocalSocketAddress()));
                capture.poll(
                        (point, linkType, time, memory, at, captured, wire, way) -> {
                            assertThat(captured).isEqualTo(256);
                            assertThat(wire).isEqualTo(14 + 28 + 1000);
                            assertThat(Math.abs(time / 1_000_000 - System.currentTimeMillis()))
                                    .isLessThan(60_000);
                            frames.incrementAndGet();
                        },
                        100);
            }

            assertThat(capture.live()).isTrue();
            assertThat(capture.points())
                    .singleElement()
                    .satisfies(point -> assertThat(point.index()).isPositive());
            assertThat(capture.takeKernelDrops(0)).isGreaterThanOrEqualTo(0);
        }
    }

    @Test
    @Timeout(60)
    void whatTheHandlerThrowsIsNotLost() throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var capture = open("udp port " + socket.getLocalPort())) {
            assertThatThrownBy(() -> {
                        while (true) {
                            socket.send(new DatagramPacket(new byte[1], 1, socket.getLocalSocketAddress()));
                            capture.poll(
                                    (point, linkType, time, memory, at, captured, wire, way) -> {
                                        throw new IllegalArgumentException("a bug");
                                    },
                                    100);
                        }
                    })
                    .hasRootCauseMessage("a bug");
        }
    }

    private static LiveCapture open(String filter) {
        try {
            List<Interface> loopback =
                    Interface.list().stream().filter(Interface::loopback).toList();
            return LiveCapture.open(loopback, filter, 256, 1 << 20);
        } catch (IOException e) {
            return abort("cannot capture here: " + e.getMessage());
        }
    }
}
