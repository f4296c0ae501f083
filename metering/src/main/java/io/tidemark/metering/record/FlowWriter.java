package io.tidemark.metering.record;

import io.tidemark.contract.flow.Initiator;
import io.tidemark.contract.flow.TunnelType;
import io.tidemark.metering.flow.FlowRecord;
import io.tidemark.metering.memory.Memory;
import java.util.Arrays;

/**
 * Writes records one behind the other as {@code Flow} messages, each the field {@code flows} of a {@code FlowBatch} (flow.proto;
 * protobuf encoding specification). As proto3 has it, what is 0 is left out. By hand, because a million records leave at a
 * window's end while packets wait: 100 ns a record, where filling a message and serialising that took 400, and compiling it
 * 0.3 s of a short run.
 */
final class FlowWriter {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int LONGEST = 512; // bytes of a Flow; with all fields at their largest it has 400
    private static final int ONE_BYTE = 0x80; // lengths below it take one byte

    private final long[] numbers = new long[11]; // fields of a loop: one by one they are much code to compile
    private byte[] bytes = new byte[1 << 16]; // more than a batch takes as a rule
    private int end;
    private int flows;

    /** Records since the last {@link #clear}. */
    int flows() {
        return flows;
    }

    void clear() {
        end = 0;
        flows = 0;
    }

    /** What was written, and behind it these bytes; a new array. */
    byte[] followedBy(byte[] rest) {
        byte[] all = Arrays.copyOf(bytes, end + rest.length);
        System.arraycopy(rest, 0, all, end, rest.length);
        return all;
    }

    /** @param sampling one of so many packets was metered */
    void write(FlowRecord from, int sampling) {
        if (bytes.length - end < LONGEST) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        flows++;
        int start = open(1);
        address(1, from.ipv4(), from.srcHigh(), from.srcLow());
        address(2, from.ipv4(), from.dstHigh(), from.dstLow());
        numbers[0] = from.srcPort();
        numbers[1] = from.dstPort();
        numbers[2] = from.protocol();
        write(3, 3);
        fixed64(6, from.startNanos());
        fixed64(7, from.endNanos());
        traffic(8, from, FlowRecord.FORWARD);
        if (from.packets(FlowRecord.REVERSE) > 0) {
            traffic(9, from, FlowRecord.REVERSE);
        }
        numbers[0] = from.point();
        numbers[1] = from.initiatorSeen() ? Initiator.INITIATOR_SEEN_VALUE : Initiator.INITIATOR_GUESSED_VALUE;
        numbers[2] = from.endReason().getNumber();
        numbers[3] = from.vlan();
        write(10, 4);
        if (from.tunnelType() != TunnelType.TUNNEL_NONE) {
            tunnel(from);
        }
        numbers[0] = from.clientRttNanos();
        numbers[1] = from.serverRttNanos();
        numbers[2] = from.icmpTypeCode();
        numbers[3] = sampling;
        write(18, 4);
        close(start);
    }

    private void tunnel(FlowRecord from) {
        numbers[0] = from.tunnelType().getNumber();
        numbers[1] = from.tunnelId();
        write(14, 2);
        if ((from.tunnelSrcHigh() | from.tunnelSrcLow() | from.tunnelDstHigh() | from.tunnelDstLow()) != 0) {
            address(16, from.tunnelIpv4(), from.tunnelSrcHigh(), from.tunnelSrcLow());
            address(17, from.tunnelIpv4(), from.tunnelDstHigh(), from.tunnelDstLow());
        }
    }

    private void traffic(int field, FlowRecord from, int direction) {
        int start = open(field);
        numbers[0] = from.packets(direction);
        numbers[1] = from.bytes(direction);
        numbers[2] = from.frameBytes(direction);
        numbers[3] = from.tcpFlags(direction);
        numbers[4] = from.retransmitted(direction);
        numbers[5] = from.outOfOrder(direction);
        numbers[6] = from.zeroWindows(direction);
        numbers[7] = from.dscp(direction);
        numbers[8] = from.ttlMin(direction);
        numbers[9] = from.ttlMax(direction);
        numbers[10] = from.ways(direction);
        write(1, 11);
        close(start);
    }

    /** Begins a message inside this one; returns what {@link #close} wants. */
    private int open(int field) {
        tag(field, LENGTH_DELIMITED);
        return ++end;
    }

    /** Ends it: its length goes before it, mostly into the byte that was left free. */
    private void close(int start) {
        int length = end - start;
        if (length < ONE_BYTE) {
            bytes[start - 1] = (byte) length;
        } else {
            System.arraycopy(bytes, start, bytes, start + 1, length);
            bytes[start - 1] = (byte) (length | ONE_BYTE);
            bytes[start] = (byte) (length >>> 7);
            end++;
        }
    }

    private void tag(int field, int wireType) {
        varint((long) field << 3 | wireType);
    }

    /** The first of {@link #numbers} as fields that follow each other, unsigned; 0 is left out. */
    private void write(int firstField, int count) {
        for (int i = 0; i < count; i++) {
            if (numbers[i] != 0) {
                tag(firstField + i, VARINT);
                varint(numbers[i]);
            }
        }
    }

    private void varint(long value) {
        long left = value;
        while ((left & -ONE_BYTE) != 0) {
            bytes[end++] = (byte) (left | ONE_BYTE);
            left >>>= 7;
        }
        bytes[end++] = (byte) left;
    }

    private void fixed64(int field, long value) {
        tag(field, FIXED_64);
        Memory.putLe64(bytes, end, value);
        end += Long.BYTES;
    }

    /** 4 or 16 bytes, network order. */
    private void address(int field, boolean ipv4, long high, long low) {
        tag(field, LENGTH_DELIMITED);
        if (ipv4) {
            bytes[end++] = 4;
            Memory.putLe64(bytes, end, Long.reverseBytes(low << 32)); // the other four are written over
            end += 4;
        } else {
            bytes[end++] = 16;
            Memory.putLe64(bytes, end, Long.reverseBytes(high));
            Memory.putLe64(bytes, end + 8, Long.reverseBytes(low));
            end += 16;
        }
    }
}
