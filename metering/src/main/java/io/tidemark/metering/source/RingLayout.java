package io.tidemark.metering.source;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.tidemark.metering.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How a TPACKET_V3 ring lies in memory (linux/if_packet.h; Documentation/networking/packet_mmap.rst): blocks of one size, each
 * with a header and a chain of frames, each of these with a header, the sender's address and the frame. Numbers are in the
 * machine's byte order, the frame itself in the network's.
 */
final class RingLayout {
    /** tpacket_block_desc. */
    static final int BLOCK_STATUS = 8;

    static final int BLOCK_FRAMES = 12;
    static final int BLOCK_FIRST = 16;

    /** Values of the block's status: whose it is. The kernel may set more bits. */
    static final int KERNEL = 0;

    static final int USER = 1;

    /** tpacket3_hdr. */
    static final int NEXT = 0;

    static final int SECONDS = 4;
    static final int NANOS = 8;
    static final int CAPTURED = 12;
    static final int WIRE = 16;
    static final int STATUS = 20;
    static final int MAC = 24; // offset of the frame from the header
    static final int VLAN_TAG = 32;
    static final int VLAN_TYPE = 36;
    static final int HEADER = 48;

    /** sll_pkttype of the sockaddr_ll behind the header, and the one that the node sent itself (packet(7)). */
    static final int PACKET_TYPE = HEADER + 10;

    static final int OUTGOING = 4;

    /** Length of a sockaddr_ll, which stands behind the header. */
    static final int ADDRESS = 20;

    /** Bits of the frame's status: the kernel took an 802.1Q tag off the frame; it told its type too. */
    static final int VLAN = 1 << 4;

    static final int VLAN_TYPED = 1 << 6;

    static final ValueLayout.OfInt U32 = JAVA_INT;
    static final ValueLayout.OfShort U16 = JAVA_SHORT;

    private static final ValueLayout.OfLong ADDRESSES = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt REST = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort NETWORK = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int ETHERNET_ADDRESSES = 12; // bytes, two of them
    private static final int DOT1Q = 0x8100;

    /** Length of an 802.1Q tag. */
    static final int TAG = 4;

    /** The status of a block is how kernel and program hand it to each other: acquire to take, release to give back. */
    private static final VarHandle BLOCK = U32.varHandle();

    private RingLayout() {}

    static boolean isOurs(MemorySegment ring, long block) {
        return ((int) BLOCK.getAcquire(ring, block + BLOCK_STATUS) & USER) != 0;
    }

    /** What the kernel does with a block that is full or old enough; all its frames arrived at this time, ns since 1970. */
    static void handOver(MemorySegment ring, long block, int frames, long timeNanos) {
        ring.set(U32, block + BLOCK_FRAMES, frames);
        ring.set(U32, block + BLOCK_FIRST, HEADER);
        int seconds = (int) (timeNanos / 1_000_000_000L);
        int nanos = (int) (timeNanos % 1_000_000_000L);
        long at = ring.address() + block + HEADER;
        for (int i = 0; i < frames; i++) {
            Memory.putInt(at, SECONDS, seconds);
            Memory.putInt(at, NANOS, nanos);
            at += Memory.getInt(at, NEXT);
        }
        BLOCK.setRelease(ring, block + BLOCK_STATUS, USER);
    }

    static void giveBack(MemorySegment ring, long block) {
        BLOCK.setRelease(ring, block + BLOCK_STATUS, KERNEL);
    }

    /**
     * Puts a tag back where the kernel took it off: the two addresses move {@link #TAG} bytes down, into the gap that the kernel
     * leaves between its header and the frame (never less than 14 bytes).
     *
     * @param header of the frame
     * @param at     where its first byte is
     * @return where its first byte is now
     */
    static long restoreTag(MemorySegment ring, long header, long at) {
        int status = ring.get(U32, header + STATUS);
        long to = at - TAG;
        ring.set(ADDRESSES, to, ring.get(ADDRESSES, at));
        ring.set(REST, to + 8, ring.get(REST, at + 8));
        int type = (status & VLAN_TYPED) != 0 ? ring.get(U16, header + VLAN_TYPE) : DOT1Q;
        ring.set(NETWORK, to + ETHERNET_ADDRESSES, (short) type);
        ring.set(NETWORK, to + ETHERNET_ADDRESSES + 2, (short) ring.get(U32, header + VLAN_TAG));
        return to;
    }

    /** Writes the frames of a block one after the other, as the kernel would, for who wants to read one without a network. */
    static final class Writer {
        private static final int FRAME_AT = 82; // where the kernel puts an Ethernet frame
        private static final int ALIGNMENT = 16;

        private final MemorySegment ring;
        private final long end;
        private long at;

        Writer(MemorySegment ring, long block, long blockBytes) {
            this.ring = ring;
            this.end = block + blockBytes;
            at = block + HEADER;
        }

        /**
         * Adds a frame.
         *
         * @param captured so many of its bytes are kept
         * @param vlan     a tag that the kernel took off it; 0: none
         * @param outgoing the node sent it itself
         * @return false: the block is full
         */
        boolean add(byte[] frame, int captured, int vlan, boolean outgoing) {
            long length = (FRAME_AT + captured + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            if (at + length > end) {
                return false;
            }
            ring.set(U32, at + NEXT, (int) length);
            ring.set(U32, at + CAPTURED, captured);
            ring.set(U32, at + WIRE, frame.length);
            boolean typed = vlan % 2 == 1; // older kernels leave the type out
            ring.set(U32, at + STATUS, vlan == 0 ? USER : typed ? USER | VLAN | VLAN_TYPED : USER | VLAN);
            ring.set(U32, at + VLAN_TAG, vlan);
            ring.set(U16, at + VLAN_TYPE, (short) (typed ? DOT1Q : 0));
            ring.set(U16, at + MAC, (short) FRAME_AT);
            ring.set(JAVA_BYTE, at + PACKET_TYPE, (byte) (outgoing ? OUTGOING : 0));
            MemorySegment.copy(frame, 0, ring, JAVA_BYTE, at + FRAME_AT, captured);
            at += length;
            return true;
        }
    }
}
