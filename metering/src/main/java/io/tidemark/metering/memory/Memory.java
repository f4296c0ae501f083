package io.tidemark.metering.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The memory of this process by address. Nothing is checked at a read or write: who gives an
 * address has made sure, once for all that he does with it, that what lies there is his. It is for the few loops that run for each
 * packet, where a {@link MemorySegment} of a frame or a row takes ten instructions for one.
 */
public final class Memory {
    private static final ValueLayout.OfShort U16 = JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 = JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 = JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfLong LE64 = JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);

    @SuppressWarnings("restricted") // that is what this class is for
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /** Of an address 48 bits are used, at most. So the compiler sees that no access can be out of bounds, and checks none. */
    private static final long ADDRESS = (1L << 48) - 1;

    private Memory() {}

    /** In network byte order, as unsigned. */
    public static int u16(long address, int offset) {
        return ALL.get(U16, (address & ADDRESS) + offset) & 0xFFFF;
    }

    /** In network byte order. */
    public static int u32(long address, int offset) {
        return ALL.get(U32, (address & ADDRESS) + offset);
    }

    /** In network byte order. */
    public static long u64(long address, int offset) {
        return ALL.get(U64, (address & ADDRESS) + offset);
    }

    /** In little-endian order. */
    public static long le64(long address, int offset) {
        return ALL.get(LE64, (address & ADDRESS) + offset);
    }

    /** In the machine's byte order. */
    public static short getShort(long address, int offset) {
        return ALL.get(JAVA_SHORT_UNALIGNED, (address & ADDRESS) + offset);
    }

    /** In the machine's byte order. */
    public static int getInt(long address, int offset) {
        return ALL.get(JAVA_INT_UNALIGNED, (address & ADDRESS) + offset);
    }

    /** In the machine's byte order. */
    public static void putInt(long address, int offset, int value) {
        ALL.set(JAVA_INT_UNALIGNED, (address & ADDRESS) + offset, value);
    }

    /** In the machine's byte order. */
    public static long getLong(long address, int offset) {
        return ALL.get(JAVA_LONG_UNALIGNED, (address & ADDRESS) + offset);
    }

    /** In the machine's byte order. */
    public static void putLong(long address, int offset, long value) {
        ALL.set(JAVA_LONG_UNALIGNED, (address & ADDRESS) + offset, value);
    }
}
