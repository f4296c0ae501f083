package io.tidemark.bench.live;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Small TCP packets of many biflows, the same at every run: packet by packet, by number. The first packets begin one biflow each;
 * those that follow belong to the k-th biflow with a probability of 1/k^1.1 (Zipf's law, as traffic has it: few biflows are
 * large, most are small). Each segment begins where the one before it in its direction ended.
 */
final class SmallPackets {
    /** Length of each frame, without FCS: Ethernet 14, IPv4 20, TCP 20, 6 bytes of data. */
    static final int BYTES = 60;

    private static final int[] PORTS = {443, 80, 53, 5432, 6379, 9092, 8080, 22, 25, 3306};
    private static final double EXPONENT = 1.1;
    private static final int DATA = 6;
    private static final int PICKS = 1 << 20; // then they come again

    private final int flows;
    private final int[] picks = new int[PICKS];
    private final int[] sequence; // bytes sent before, of each direction of each biflow

    /** @param flows biflows, 1 to 16,000,000 */
    SmallPackets(int flows) {
        this.flows = flows;
        sequence = new int[2 * flows];
        var sums = new double[flows]; // of the probabilities of all biflows up to here, not normalised
        double sum = 0;
        for (int k = 0; k < flows; k++) {
            sum += Math.pow(k + 1.0, -EXPONENT);
            sums[k] = sum;
        }
        for (int i = 0; i < PICKS; i++) {
            int place = Arrays.binarySearch(sums, (mix(i) >>> 11) * 0x1p-53 * sum);
            picks[i] = Math.min(place < 0 ? -place - 1 : place, flows - 1);
        }
    }

    /** Writes the frame of this number at the buffer's position. */
    void write(long number, ByteBuffer frame) {
        boolean first = number < flows;
        int flow = first ? (int) number : picks[(int) (number & PICKS - 1)];
        boolean back = !first && (mix(number) & 1) == 1;
        int client = 0x0A000000 | flow;
        int server = 0xC6120000 | flow & 0x1FFF;
        int clientPort = 32768 + flow % 28_000;
        int serverPort = PORTS[flow % PORTS.length];
        frame.putLong(0x0200000000010200L).putInt(2).putShort((short) 0x0800);
        frame.putShort((short) 0x4500).putShort((short) (BYTES - 14)).putInt(0).putInt(0x40060000);
        frame.putInt(back ? server : client).putInt(back ? client : server);
        frame.putShort((short) (back ? serverPort : clientPort)).putShort((short) (back ? clientPort : serverPort));
        int direction = 2 * flow + (back ? 1 : 0);
        frame.putInt(sequence[direction]).putInt(1).putShort((short) (first ? 0x5002 : 0x5018));
        sequence[direction] += first ? DATA + 1 : DATA;
        frame.putShort((short) 8192).putInt(0).putInt(0).putShort((short) 0);
    }

    /** A step of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long number) {
        long z = (number + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
