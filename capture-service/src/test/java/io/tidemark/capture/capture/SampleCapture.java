package io.tidemark.capture.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes capture files (pcap, ns, Ethernet) whose truth is known: UDP and ARP frames, evenly spread over time.
 *
 * @param path     of the file
 * @param packets  frames in it
 * @param bytes    frame bytes
 * @param notIp    of the packets: ARP
 * @param notIpBytes frame bytes of these
 */
record SampleCapture(Path path, long packets, long bytes, long notIp, long notIpBytes) {
    private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final long FIRST = 1_250_000_003_000_000_000L; // a day in 2009
    private static final int ARP_BYTES = 42;
    private static final int HEADERS = 14 + 20 + 8;

    /**
     * @param seconds from the first to the last frame
     * @param flows   biflows that the datagrams belong to; every fiftieth frame is ARP
     */
    static SampleCapture write(Path path, int packets, int flows, long seconds) throws IOException {
        var file = ByteBuffer.allocate(24 + packets * (16 + 1_500));
        file.putInt(MAGIC_NANOSECONDS)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(1);
        long bytes = 0;
        long notIp = 0;
        for (int i = 0; i < packets; i++) {
            boolean arp = i % 50 == 49;
            byte[] frame = arp ? arp() : datagram(i % flows, i % 3 == 0, 20 + i % 400);
            long time = FIRST + seconds * 1_000_000_000L / packets * i;
            file.putInt((int) (time / 1_000_000_000L)).putInt((int) (time % 1_000_000_000L));
            file.putInt(frame.length).putInt(frame.length).put(frame);
            bytes += frame.length;
            notIp += arp ? 1 : 0;
        }
        try (var out = Files.newByteChannel(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.write(file.flip());
        }
        return new SampleCapture(path, packets, bytes, notIp, notIp * ARP_BYTES);
    }

    long meteredPackets() {
        return packets - notIp;
    }

    long meteredBytes() {
        return bytes - notIpBytes;
    }

    private static byte[] arp() {
        return ByteBuffer.allocate(ARP_BYTES)
                .position(12)
                .putShort((short) 0x0806)
                .array();
    }

    private static byte[] datagram(int flow, boolean reply, int payload) {
        int client = 0x0a000000 | 1 + flow;
        int server = 0xc0000201;
        int port = 10_000 + flow;
        var frame = ByteBuffer.allocate(HEADERS + payload).position(12).putShort((short) 0x0800);
        frame.putShort((short) 0x4500)
                .putShort((short) (28 + payload))
                .putInt(0)
                .putShort((short) 0x4011);
        frame.putShort((short) 0).putInt(reply ? server : client).putInt(reply ? client : server);
        frame.putShort((short) (reply ? 53 : port)).putShort((short) (reply ? port : 53));
        return frame.putShort((short) (8 + payload)).putShort((short) 0).array();
    }
}
