package io.tidemark.cli.flows;

import io.tidemark.metering.flow.FlowRecord;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Community ID, version 1 with seed 0 (github.com/corelight/community-id-spec): a name of a flow that Zeek, Suricata, Arkime and
 * others give it too. Both directions have the same.
 */
final class CommunityId {
    private static final int ICMP = 1;
    private static final int ICMP_6 = 58;
    private static final int NO_PEER = -1;

    private final MessageDigest sha1;
    private final ByteBuffer input = ByteBuffer.allocate(40);

    CommunityId() {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    String of(FlowRecord flow) {
        int src = flow.srcPort();
        int dst = flow.dstPort();
        boolean oneWay = false;
        if (flow.protocol() == ICMP || flow.protocol() == ICMP_6) {
            src = flow.icmpTypeCode() >>> 8;
            int peer = flow.protocol() == ICMP ? peerOfIcmp(src) : peerOfIcmp6(src);
            oneWay = peer == NO_PEER;
            dst = oneWay ? flow.icmpTypeCode() & 0xFF : peer;
        }
        boolean forward = oneWay || isOrdered(flow, src, dst);
        input.clear().putShort((short) 0);
        put(flow.ipv4(), forward ? flow.srcHigh() : flow.dstHigh(), forward ? flow.srcLow() : flow.dstLow());
        put(flow.ipv4(), forward ? flow.dstHigh() : flow.srcHigh(), forward ? flow.dstLow() : flow.srcLow());
        input.put((byte) flow.protocol()).put((byte) 0);
        if (hasPorts(flow.protocol())) {
            input.putShort((short) (forward ? src : dst)).putShort((short) (forward ? dst : src));
        }
        sha1.update(input.flip());
        return "1:" + Base64.getEncoder().encodeToString(sha1.digest());
    }

    private void put(boolean ipv4, long high, long low) {
        if (ipv4) {
            input.putInt((int) low);
        } else {
            input.putLong(high).putLong(low);
        }
    }

    /** The smaller end first: by address, then by port. */
    private static boolean isOrdered(FlowRecord flow, int src, int dst) {
        int byHigh = Long.compareUnsigned(flow.srcHigh(), flow.dstHigh());
        int byLow = Long.compareUnsigned(flow.srcLow(), flow.dstLow());
        return byHigh != 0 ? byHigh < 0 : byLow != 0 ? byLow < 0 : src < dst;
    }

    private static boolean hasPorts(int protocol) {
        return protocol == 6 || protocol == 17 || protocol == 132 || protocol == ICMP || protocol == ICMP_6;
    }

    private static int peerOfIcmp(int type) {
        return switch (type) {
            case 0 -> 8;
            case 8 -> 0;
            case 9 -> 10;
            case 10 -> 9;
            case 13 -> 14;
            case 14 -> 13;
            case 15 -> 16;
            case 16 -> 15;
            case 17 -> 18;
            case 18 -> 17;
            default -> NO_PEER;
        };
    }

    private static int peerOfIcmp6(int type) {
        return switch (type) {
            case 128 -> 129;
            case 129 -> 128;
            case 130 -> 131;
            case 131 -> 130;
            case 133 -> 134;
            case 134 -> 133;
            case 135 -> 136;
            case 136 -> 135;
            case 139 -> 140;
            case 140 -> 139;
            case 144 -> 145;
            case 145 -> 144;
            default -> NO_PEER;
        };
    }
}
