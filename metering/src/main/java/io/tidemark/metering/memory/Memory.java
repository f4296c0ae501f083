package io.tidemark.metering.memory;

import static org.jctools.util.UnsafeAccess.UNSAFE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/**
 * The memory of this process by address. Nothing is checked at a read or write: who gives an address has made sure, once for all
 * that he does with it, that what lies there is his. It is for the few loops that run for each packet, where a
 * {@link java.lang.foreign.MemorySegment} of a frame or a row takes ten instructions for one.
 *
 * <p>It is sun.misc.Unsafe, by way of JCTools. One segment of all memory does as well once it is compiled; until then each of its
 * accesses is a chain of calls, and the compiler reads hundreds of bytecodes for it: 16 % of a cold run over 5M packets.
 */
@SuppressWarnings("removal")
public final class Memory {
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    /** Where the bytes of an array begin. */
    private static final long FIRST_BYTE = UNSAFE.arrayBaseOffset(byte[].class);

    private Memory() {}

    /** In network byte order, as unsigned. */
    public static int u16(long address, int offset) {
        short value = UNSAFE.getShort(address + offset);
        return (LITTLE_ENDIAN ? Short.reverseBytes(value) : value) & 0xFFFF;
    }

    /** In network byte order. */
    public static int u32(long address, int offset) {
        int value = UNSAFE.getInt(address + offset);
        return LITTLE_ENDIAN ? Integer.reverseBytes(value) : value;
    }

    /** In network byte order. */
    public static long u64(long address, int offset) {
        long value = UNSAFE.getLong(address + offset);
        return LITTLE_ENDIAN ? Long.reverseBytes(value) : value;
    }

    /** A byte, as unsigned, of this array or, if that is null, by its address: {@link #base} and an offset. */
    public static int u8(byte[] array, long at) {
        return UNSAFE.getByte(array, at) & 0xFF;
    }

    /** As {@link #u8(byte[], long)}, in network byte order. */
    public static int u16(byte[] array, long at) {
        short value = UNSAFE.getShort(array, at);
        return (LITTLE_ENDIAN ? Short.reverseBytes(value) : value) & 0xFFFF;
    }

    /** As {@link #u8(byte[], long)}, in network byte order. */
    public static int u32(byte[] array, long at) {
        int value = UNSAFE.getInt(array, at);
        return LITTLE_ENDIAN ? Integer.reverseBytes(value) : value;
    }

    /** As {@link #u8(byte[], long)}, in network byte order. */
    public static long u64(byte[] array, long at) {
        long value = UNSAFE.getLong(array, at);
        return LITTLE_ENDIAN ? Long.reverseBytes(value) : value;
    }

    /** The array that a segment lies in; null: it is native. */
    public static byte[] array(MemorySegment memory) {
        return memory.isNative() ? null : (byte[]) memory.heapBase().orElseThrow();
    }

    /** Where a segment's first byte is: in its {@link #array}, or its address. */
    public static long base(MemorySegment memory) {
        return memory.isNative() ? memory.address() : FIRST_BYTE + memory.address();
    }

    /** In little-endian order. */
    public static int le32(long address, int offset) {
        int value = UNSAFE.getInt(address + offset);
        return LITTLE_ENDIAN ? value : Integer.reverseBytes(value);
    }

    /** In little-endian order. */
    public static long le64(long address, int offset) {
        long value = UNSAFE.getLong(address + offset);
        return LITTLE_ENDIAN ? value : Long.reverseBytes(value);
    }

    public static byte getByte(long address, int offset) {
        return UNSAFE.getByte(address + offset);
    }

    /** In the machine's byte order. */
    public static short getShort(long address, int offset) {
        return UNSAFE.getShort(address + offset);
    }

    /** In the machine's byte order. */
    public static int getInt(long address, int offset) {
        return UNSAFE.getInt(address + offset);
    }

    /** In the machine's byte order. */
    public static void putInt(long address, int offset, int value) {
        UNSAFE.putInt(address + offset, value);
    }

    /** In the machine's byte order. */
    public static long getLong(long address, int offset) {
        return UNSAFE.getLong(address + offset);
    }

    /** In the machine's byte order. */
    public static void putLong(long address, int offset, long value) {
        UNSAFE.putLong(address + offset, value);
    }

    /** Eight bytes of an array from this place on, in little-endian order. */
    public static void putLe64(byte[] array, int place, long value) {
        UNSAFE.putLong(array, FIRST_BYTE + place, LITTLE_ENDIAN ? value : Long.reverseBytes(value));
    }
}
