package io.tidemark.bench.pipeline;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A capture file (pcap, ns) of small TCP packets whose truth is known without reading it: in each window of 10 s every one of
 * {@code flows} biflows sends {@code packets} packets, alternating between its ends. So it makes {@code windows * flows} flow
 * records and {@code windows * flows * packets} packets. Deterministic.
 *
 * <p>Clients are 10.0.0.0/8, servers 64 hosts in 192.0.2.0/26 with ten ports: many conversations, few applications. Flows
 * take turns, so that neighbouring packets belong to different flows: the worst case for a table and its caches.
 *
 * @param windows how many windows, 1 or more
 * @param flows   biflows in each window, 1 to 16,000,000
 * @param packets packets of each biflow in each window, 1 or more
 */
public record SyntheticCapture(int windows, int flows, int packets) {
    private static final int FRAME = 60; // Ethernet 14, IPv4 20, TCP 20, 6 bytes of data
    private static final long START = 1_767_225_600L; // 2026-01-01T00:00:00Z, a window's start
    private static final int[] PORTS = {443, 80, 53, 5432, 6379, 9092, 8080, 22, 25, 3306};

    public long totalPackets() {
        return (long) windows * flows * packets;
    }

    public long totalFrameBytes() {
        return totalPackets() * FRAME;
    }

    public long totalFlows() {
        return (long) windows * flows;
    }

    /** Writes the file; 76 bytes a packet. */
    public void write(Path file) throws IOException {
        var record = ByteBuffer.allocate(16 + FRAME);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(fileHeader());
            long perWindow = (long) flows * packets;
            for (int window = 0; window < windows; window++) {
                for (long i = 0; i < perWindow; i++) {
                    long nanos = i * 10_000_000_000L / perWindow;
                    packet(record, START + window * 10L + nanos / 1_000_000_000L, (int) (nanos % 1_000_000_000L), i);
                    out.write(record.array());
                }
            }
        }
    }

    private static byte[] fileHeader() {
        return ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0xa1b23c4d)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(65535)
                .putInt(1)
                .array();
    }

    private void packet(ByteBuffer record, long seconds, int nanos, long number) {
        int flow = (int) (number % flows);
        boolean back = (number / flows & 1) == 1;
        int client = 0x0A000000 | flow & 0xFFFFFF;
        int server = 0xC0000200 | flow & 0x3F;
        int clientPort = 32768 + flow % 28_000;
        int serverPort = PORTS[flow % PORTS.length];

        record.clear().order(ByteOrder.LITTLE_ENDIAN);
        record.putInt((int) seconds).putInt(nanos).putInt(FRAME).putInt(FRAME);
        record.order(ByteOrder.BIG_ENDIAN);
        record.putLong(0x0200000000010200L).putInt(2).putShort((short) 0x0800);
        record.putShort((short) 0x4500).putShort((short) (FRAME - 14)).putInt(0).putShort((short) 0x4006);
        record.putShort((short) 0).putInt(back ? server : client).putInt(back ? client : server);
        record.putShort((short) (back ? serverPort : clientPort)).putShort((short) (back ? clientPort : serverPort));
        record.putInt((int) (number / flows))
                .putInt(1)
                .putShort((short) 0x5018)
                .putShort((short) 8192)
                .putInt(0);
        record.putInt(0).putShort((short) 0);
    }
}
