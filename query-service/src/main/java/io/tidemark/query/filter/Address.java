package io.tidemark.query.filter;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * An address, or with a prefix a network (RFC 4291, section 2.2; RFC 4632). An IPv4-mapped one is an IPv6 address, as it is in
 * the store.
 *
 * @param hex    the address's 8 or 32 hexadecimal digits
 * @param prefix bits that a network's addresses share
 */
record Address(String hex, int prefix) {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    /** An address without a prefix; {@link IllegalArgumentException} where the text is none. */
    static Address of(String text) {
        var hex = HexFormat.of().formatHex(bytes(text));
        return new Address(hex, hex.length() * 4);
    }

    /** ADDRESS/PREFIX; {@link IllegalArgumentException} where the text is no network. */
    static Address network(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
            throw new IllegalArgumentException("no prefix such as /8");
        }
        var address = of(text.substring(0, slash));
        int prefix = Integer.parseInt(text.substring(slash + 1));
        if (prefix > address.prefix) {
            throw new IllegalArgumentException("the prefix is longer than the address");
        }
        return new Address(address.hex, prefix);
    }

    /** No look-up, and none of the shorter forms of old. */
    private static byte[] bytes(String text) {
        if (IPV4.matcher(text).matches()) {
            return InetAddress.ofLiteral(text).getAddress();
        }
        if (!IPV6.matcher(text).matches()) {
            throw new IllegalArgumentException("no address");
        }
        var bytes = InetAddress.ofLiteral(text).getAddress();
        if (bytes.length == 16) {
            return bytes;
        }
        var mapped = Arrays.copyOf(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1}, 16);
        System.arraycopy(bytes, 0, mapped, 12, 4);
        return mapped;
    }

    /** The first address of this network. */
    Address first() {
        return filled(0);
    }

    /** The last one. */
    Address last() {
        return filled(0xFF);
    }

    /** With these bits after the prefix. */
    private Address filled(int bits) {
        var bytes = HexFormat.of().parseHex(hex);
        for (int i = prefix / 8; i < bytes.length; i++) {
            int mask = i == prefix / 8 ? 0xFF >> prefix % 8 : 0xFF;
            bytes[i] = (byte) (bytes[i] & ~mask | bits & mask);
        }
        return new Address(HexFormat.of().formatHex(bytes), 8 * bytes.length);
    }

    /** Whether an address is in this network; never one of the other family. */
    boolean contains(Address address) {
        if (address.hex.length() != hex.length()) {
            return false;
        }
        return first().hex.compareTo(address.hex) <= 0 && address.hex.compareTo(last().hex) <= 0;
    }

    /** As PostgreSQL reads it; of an address without its prefix. */
    String sql() {
        var bytes = HexFormat.of().parseHex(hex);
        var text = new StringJoiner(bytes.length == 4 ? "." : ":");
        for (int i = 0; i < bytes.length; i += bytes.length == 4 ? 1 : 2) {
            text.add(bytes.length == 4 ? Integer.toString(bytes[i] & 0xFF) : hex.substring(2 * i, 2 * i + 4));
        }
        return prefix == hex.length() * 4 ? text.toString() : text + "/" + prefix;
    }
}
