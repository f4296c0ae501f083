package io.tidemark.bench.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/**
 * A capture file (pcap, µs) like the traffic of a server: 85 % of the flows are TCP with a handshake and real sequence
 * numbers, 15 % are IPv6, 10 % carry a VLAN tag, few flows have most of the packets (Zipf). A million packets a second from
 * 2026-01-01T00:00:00Z, so no timeout of anyone falls into the middle. The same settings make the same bytes.
 *
 * @param name    of the capture in results
 * @param packets 1 to 10,000,000, so that it lies in one window of 10 s
 * @param flows   1 to 16,000,000
 * @param zipf    exponent of the flows' shares, above 1
 * @param small   true: 60 to 114 bytes a frame; false: 60 to 1518, most of them full in one direction
 * @param all     true: each flow sends one packet before any sends a second one, so there are {@code flows} flows
 */
record TrafficCapture(String name, int packets, int flows, double zipf, boolean small, boolean all) {
    private static final long SEED = 20260101;
    private static final long START = 1_767_225_600L;
    private static final int[] PORTS = {
        443, 80, 53, 22, 8080, 3306, 5432, 993, 25, 123, 1883, 9092, 6379, 389, 8443, 5060
    };
    private static final int SYN = 2;
    private static final int SYN_ACK = 0x12;
    private static final int ACK = 0x10;
    private static final int MOST = 16 + 1600; // bytes of a record

    /** What is in the file. */
    record Truth(long packets, long flows, long frameBytes) {}

    /** Writes the file. */
    Truth write(Path file) throws IOException {
        var random = new SplittableRandom(SEED);
        var share = new Zipf(flows, zipf);
        var state = new byte[flows]; // packets seen, up to 3
        var next = new int[2 * flows]; // sequence number of each direction
        var buffer = ByteBuffer.allocateDirect(4 << 20).order(ByteOrder.BIG_ENDIAN);
        long distinct = 0;
        long bytes = 0;
        try (var out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            buffer.put(header());
            for (int i = 0; i < packets; i++) {
                if (buffer.remaining() < MOST) {
                    out.write(buffer.flip());
                    buffer.clear();
                }
                int flow = all && i < flows ? i : share.next(random);
                distinct += state[flow] == 0 ? 1 : 0;
                bytes += packet(buffer, i, flow, state, next, random);
            }
            out.write(buffer.flip());
        }
        return new Truth(packets, distinct, bytes);
    }

    private static byte[] header() {
        return ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65535)
                .putInt(1)
                .array();
    }

    private int packet(ByteBuffer out, int number, int flow, byte[] state, int[] next, SplittableRandom random) {
        long hash = mix(flow + 1L);
        boolean tcp = (hash & 0xFF) < 218;
        int step = state[flow];
        state[flow] = (byte) Math.min(3, step + 1);
        int back = tcp && step < 3 ? step & 1 : random.nextInt(100) < 45 ? 0 : 1;
        int payload = tcp && step < 3 ? 0 : small ? random.nextInt(24) : large(random, back);

        int start = out.position();
        out.position(start + 16);
        ip(out, hash, flow, back, tcp, (tcp ? 20 : 8) + payload, number);
        int client = 1024 + (int) (hash >>> 24 & 0xFFFF) % 64_000;
        int server = PORTS[(int) (hash >>> 40) & 15];
        out.putShort((short) (back == 1 ? server : client)).putShort((short) (back == 1 ? client : server));
        if (tcp) {
            int flags = step == 0 ? SYN : step == 1 ? SYN_ACK : ACK;
            int at = 2 * flow + back;
            out.putInt(next[at])
                    .putInt(next[at ^ 1])
                    .putInt(0x5000_FF00 | flags << 16)
                    .putInt(0);
            next[at] += payload + ((flags & SYN) >>> 1);
        } else {
            out.putShort((short) (8 + payload)).putShort((short) 0);
        }
        for (int i = 0; i < payload; i++) {
            out.put((byte) i);
        }
        while (out.position() - start - 16 < 60) {
            out.put((byte) 0);
        }
        int length = out.position() - start - 16;
        out.order(ByteOrder.LITTLE_ENDIAN)
                .putInt(start, (int) (START + number / 1_000_000))
                .putInt(start + 4, number % 1_000_000)
                .putInt(start + 8, length)
                .putInt(start + 12, length)
                .order(ByteOrder.BIG_ENDIAN);
        return length;
    }

    private static int large(SplittableRandom random, int back) {
        int kind = random.nextInt(100);
        if (back == 1) {
            return kind < 72 ? 1448 : kind < 85 ? random.nextInt(1400) : 0;
        }
        return kind < 65 ? 0 : kind < 90 ? random.nextInt(500) : 1448;
    }

    /** Ethernet, perhaps a VLAN tag, IPv4 or IPv6. */
    private static void ip(ByteBuffer out, long hash, int flow, int back, boolean tcp, int payload, int number) {
        boolean six = (hash >>> 8 & 0xFF) < 38;
        out.putLong(0x0200_0000_0001_0200L).putInt(2);
        if ((hash >>> 16 & 0xFF) < 26) {
            out.putInt(0x8100_0064);
        }
        out.putShort((short) (six ? 0x86DD : 0x0800));
        int protocol = tcp ? 6 : 17;
        int ttl = back == 1 ? 57 : 64;
        if (six) {
            out.putInt(0x6000_0000)
                    .putShort((short) payload)
                    .put((byte) protocol)
                    .put((byte) ttl);
            address(out, back == 0 ? 0xFD00L << 48 : 0x2001_0DB8L << 32, back == 0 ? flow : hash >>> 44);
            address(out, back == 1 ? 0xFD00L << 48 : 0x2001_0DB8L << 32, back == 1 ? flow : hash >>> 44);
        } else {
            int client = 0x0A00_0000 | flow & 0xFF_FFFF;
            int server = 0xC612_0000 | (int) (hash >>> 48) & 0x1_FFFF;
            out.putShort((short) 0x4500).putShort((short) (20 + payload)).putShort((short) number);
            out.putShort((short) 0x4000).put((byte) ttl).put((byte) protocol).putShort((short) 0);
            out.putInt(back == 1 ? server : client).putInt(back == 1 ? client : server);
        }
    }

    private static void address(ByteBuffer out, long high, long low) {
        out.putLong(high).putLong(low);
    }

    /** The finalizer of splitmix64 (Steele, Lea, Flood 2014). */
    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
