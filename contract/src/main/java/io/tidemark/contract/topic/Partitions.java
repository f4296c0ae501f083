package io.tidemark.contract.topic;

import java.nio.charset.StandardCharsets;

/**
 * Which partition of {@code tidemark.flows.v1} a message belongs to. The same on every node and for both directions of a
 * biflow, so that all observations of a biflow meet in one partition. A change here splits flows over an upgrade: the golden
 * vectors in the test keep it as it is.
 */
public final class Partitions {
    private Partitions() {}

    /**
     * Hash of a biflow's key; the same when both ends are swapped. Addresses are 128 bits, big endian, IPv4 as
     * {@code ::ffff:a.b.c.d} (RFC 4291, 2.5.5.2). Each end is {@code mix(mix(high) * 31 + mix(low ^ port << 48))}; the ends
     * are added, the protocol too, and mixed once more.
     *
     * @param aHigh first 64 bits of one end's address
     * @param aLow  last 64 bits
     * @param aPort 0-65535
     */
    public static long hash(long aHigh, long aLow, int aPort, long bHigh, long bLow, int bPort, int protocol) {
        return mix(end(aHigh, aLow, aPort) + end(bHigh, bLow, bPort) + protocol);
    }

    /** The flow's partition, 0 to partitions - 1: the hash, unsigned, modulo the number of partitions. */
    public static int ofHash(long hash, int partitions) {
        return (int) Long.remainderUnsigned(hash, partitions);
    }

    /** The partition that carries a node's ledger. */
    public static int ofNode(String node, int partitions) {
        long hash = 0;
        for (byte b : node.getBytes(StandardCharsets.UTF_8)) {
            hash = hash * 31 + (b & 0xFF);
        }
        return ofHash(mix(hash), partitions);
    }

    private static long end(long high, long low, int port) {
        return mix(mix(high) * 31 + mix(low ^ (long) port << 48));
    }

    /** The 64-bit finalizer of MurmurHash3 (Austin Appleby, public domain): every input bit reaches every output bit. */
    private static long mix(long z) {
        z = (z ^ z >>> 33) * 0xff51afd7ed558ccdL;
        z = (z ^ z >>> 33) * 0xc4ceb9fe1a85ec53L;
        return z ^ z >>> 33;
    }
}
