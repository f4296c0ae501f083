package io.tidemark.metering.record;

import io.tidemark.contract.flow.Initiator;
import io.tidemark.contract.flow.TunnelType;
import io.tidemark.metering.flow.FlowRecord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes records one behind the other as {@code Flow} messages, each the field {@code flows} of a {@code FlowBatch} (flow.proto;
 * protobuf encoding specification). As proto3 has it, what is 0 is left out. By hand, because a million records leave at a
 * window's end while packets wait: 100 ns a record, where filling a message and serialising that took 400, and compiling it
 * 0.3 s of a short run.
 */
final class FlowWriter {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int LONGEST = 512; // bytes of a Flow; with all fields at their largest it has 400
    private static final int ONE_BYTE = 0x80; // lengths below it take one byte

    private byte[] bytes = new byte[1 << 12];
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
        number(3, from.srcPort());
        number(4, from.dstPort());
        number(5, from.protocol());
        fixed64(6, from.startNanos());
        fixed64(7, from.endNanos());
        traffic(8, from, FlowRecord.FORWARD);
        if (from.packets(FlowRecord.REVERSE) > 0) {
            traffic(9, from, FlowRecord.REVERSE);
        }
        number(10, from.point());
        number(11, from.initiatorSeen() ? Initiator.INITIATOR_SEEN_VALUE : Initiator.INITIATOR_GUESSED_VALUE);
        number(12, from.endReason().getNumber());
        number(13, from.vlan());
        if (from.tunnelType() != TunnelType.TUNNEL_NONE) {
            tunnel(from);
        }
        number(18, from.clientRttNanos());
        number(19, from.serverRttNanos());
        number(20, from.icmpTypeCode());
        number(21, sampling);
        close(start);
    }

    private void tunnel(FlowRecord from) {
        number(14, from.tunnelType().getNumber());
        number(15, from.tunnelId());
        if ((from.tunnelSrcHigh() | from.tunnelSrcLow() | from.tunnelDstHigh() | from.tunnelDstLow()) != 0) {
            address(16, from.tunnelIpv4(), from.tunnelSrcHigh(), from.tunnelSrcLow());
            address(17, from.tunnelIpv4(), from.tunnelDstHigh(), from.tunnelDstLow());
        }
    }

    private void traffic(int field, FlowRecord from, int direction) {
        int start = open(field);
        number(1, from.packets(direction));
        number(2, from.bytes(direction));
        number(3, from.frameBytes(direction));
        number(4, from.tcpFlags(direction));
        number(5, from.retransmitted(direction));
        number(6, from.outOfOrder(direction));
        number(7, from.zeroWindows(direction));
        number(8, from.dscp(direction));
        number(9, from.ttlMin(direction));
        number(10, from.ttlMax(direction));
        number(11, from.ways(direction));
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

    /** An unsigned number; 0 is left out. */
    private void number(int field, long value) {
        if (value != 0) {
            tag(field, VARINT);
            varint(value);
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
        LONG.set(bytes, end, value);
        end += Long.BYTES;
    }

    /** 4 or 16 bytes, network order. */
    private void address(int field, boolean ipv4, long high, long low) {
        tag(field, LENGTH_DELIMITED);
        if (ipv4) {
            bytes[end++] = 4;
            LONG.set(bytes, end, Long.reverseBytes(low << 32)); // the other four are written over
            end += 4;
        } else {
            bytes[end++] = 16;
            LONG.set(bytes, end, Long.reverseBytes(high));
            LONG.set(bytes, end + 8, Long.reverseBytes(low));
            end += 16;
        }
    }
}
