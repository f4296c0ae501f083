package io.tidemark.aggregator.enrich;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An IP address in 128 bits; IPv4 as ::ffff:a.b.c.d (RFC 4291, section 2.5.5.2).
 *
 * @param high its first 64 bits
 * @param low  its last 64 bits
 */
public record Address(long high, long low) {
    private static final long V4_MAPPED = 0xffff_0000_0000L;

    /** The address that is written so; empty: the text is no address. Names are never resolved. */
    public static Optional<Address> parse(String text) {
        try {
            return Optional.of(of(InetAddress.ofLiteral(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Address of(InetAddress address) {
        var bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.remaining() == 4
                ? new Address(0, V4_MAPPED | Integer.toUnsignedLong(bytes.getInt()))
                : new Address(bytes.getLong(), bytes.getLong());
    }

    public boolean isIpv4() {
        return high == 0 && low >>> 32 == V4_MAPPED >>> 32;
    }

    /** Its first bits, the others 0. 0 to 128; of IPv4 the first 96 stand before the address. */
    public Address prefix(int bits) {
        long highMask = bits == 0 ? 0 : bits >= 64 ? -1 : -1L << 64 - bits;
        long lowMask = bits <= 64 ? 0 : -1L << 128 - bits;
        return new Address(high & highMask, low & lowMask);
    }

    /** The same for the JDK: an Inet4Address where it is one. */
    public InetAddress inet() {
        var bytes = isIpv4()
                ? ByteBuffer.allocate(4).putInt((int) low)
                : ByteBuffer.allocate(16).putLong(high).putLong(low);
        try {
            return InetAddress.getByAddress(bytes.array());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 bytes", e);
        }
    }
}
