package io.tidemark.aggregator.enrich.geo;

import io.tidemark.aggregator.enrich.Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes small MaxMind DB files (MaxMind DB File Format Specification 2.0): a tree of 24-bit records over IPv6 addresses, where
 * IPv4 lies in ::/96, then maps, strings and numbers, then the metadata.
 */
final class MmdbFile {
    private static final int RECORD = 3; // bytes
    private static final int SEPARATOR = 16; // bytes between tree and data
    private static final int MAP = 7;
    private static final int STRING = 2;
    private static final int UINT16 = 5;
    private static final int UINT32 = 6;
    private static final int UINT64 = 9;
    private static final int ARRAY = 11;

    private final List<int[]> nodes =
            new ArrayList<>(List.of(new int[2])); // > 0: node, < 0: -1 - data offset, 0: nothing
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /** Adds a prefix with what is said of it: maps, strings and Longs. */
    MmdbFile with(String prefix, Map<String, ?> entry) {
        int slash = prefix.indexOf('/');
        var address = Address.parse(prefix.substring(0, slash)).orElseThrow();
        int length = Integer.parseInt(prefix.substring(slash + 1)) + (address.isIpv4() ? 96 : 0);
        long low = address.isIpv4() ? address.low() & 0xFFFF_FFFFL : address.low();
        int node = 0;
        for (int bit = 0; bit < length - 1; bit++) {
            int side = side(address.high(), low, bit);
            if (nodes.get(node)[side] == 0) {
                nodes.add(new int[2]);
                nodes.get(node)[side] = nodes.size() - 1;
            }
            node = nodes.get(node)[side];
        }
        nodes.get(node)[side(address.high(), low, length - 1)] = -1 - data.size();
        value(entry, data);
        return this;
    }

    private static int side(long high, long low, int bit) {
        return (int) ((bit < 64 ? high >>> 63 - bit : low >>> 127 - bit) & 1);
    }

    Path write(Path path) throws IOException {
        var file = new ByteArrayOutputStream();
        for (var node : nodes) {
            for (int record : node) {
                int value = record > 0 ? record : record == 0 ? nodes.size() : nodes.size() + SEPARATOR - 1 - record;
                for (int shift = (RECORD - 1) * 8; shift >= 0; shift -= 8) {
                    file.write(value >>> shift);
                }
            }
        }
        file.write(new byte[SEPARATOR]);
        data.writeTo(file);
        file.write(new byte[] {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF});
        file.write("MaxMind.com".getBytes(StandardCharsets.UTF_8));
        var metadata = new TreeMap<String, Object>();
        metadata.put("binary_format_major_version", 2);
        metadata.put("binary_format_minor_version", 0);
        metadata.put("build_epoch", 1_780_000_000L);
        metadata.put("database_type", "Test");
        metadata.put("description", Map.of("en", "made by a test"));
        metadata.put("ip_version", 6);
        metadata.put("languages", List.of("en"));
        metadata.put("node_count", new Number32(nodes.size()));
        metadata.put("record_size", RECORD * 8);
        value(metadata, file);
        return Files.write(path, file.toByteArray());
    }

    private static void value(Object value, ByteArrayOutputStream out) {
        switch (value) {
            case Map<?, ?> map -> {
                control(MAP, map.size(), out);
                map.forEach((key, each) -> {
                    value(key, out);
                    value(each, out);
                });
            }
            case List<?> list -> {
                control(ARRAY, list.size(), out);
                list.forEach(each -> value(each, out));
            }
            case String text -> {
                var bytes = text.getBytes(StandardCharsets.UTF_8);
                control(STRING, bytes.length, out);
                out.writeBytes(bytes);
            }
            case Integer number -> number(UINT16, 2, number, out);
            case Number32 number -> number(UINT32, 4, number.value(), out);
            case Long number -> number(UINT64, 8, number, out);
            default -> throw new IllegalArgumentException("no " + value.getClass());
        }
    }

    private static void control(int type, int size, ByteArrayOutputStream out) {
        if (size >= 29 + 256) {
            throw new IllegalArgumentException("a value of %d is longer than a test needs".formatted(size));
        }
        out.write((type < 8 ? type << 5 : 0) | Math.min(size, 29));
        if (type >= 8) {
            out.write(type - 7);
        }
        if (size >= 29) {
            out.write(size - 29);
        }
    }

    private static void number(int type, int bytes, long value, ByteArrayOutputStream out) {
        control(type, bytes, out);
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }

    /** An unsigned number of 32 bits, as autonomous systems have. */
    record Number32(long value) {}
}
