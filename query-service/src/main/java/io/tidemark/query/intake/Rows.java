package io.tidemark.query.intake;

import io.tidemark.contract.window.WindowLength;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Rows of one grain as PostgreSQL's COPY takes them in binary (its manual, section COPY, "Binary Format"): values are written as they
 * come, column after column, and nothing is kept beside the bytes.
 */
final class Rows {
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final long EPOCH_MICROS =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond() * 1_000_000L; // PostgreSQL counts from there
    private static final byte IPV4 = 2; // PGSQL_AF_INET
    private static final byte IPV6 = 3;

    private final int columns;
    private byte[] bytes = Arrays.copyOf(HEADER, 256);
    private int length = HEADER.length;
    private int next;
    private int size;

    /** @param columns of each row */
    Rows(int columns) {
        this.columns = columns;
    }

    /** Adds the next column's value of the row that is being added, a bigint. */
    Rows add(long value) {
        value(8);
        return raw(value, 8);
    }

    Rows add(int value) {
        value(4);
        return raw(value, 4);
    }

    Rows add(boolean value) {
        value(1);
        return raw(value ? 1 : 0, 1);
    }

    Rows add(String value) {
        return add(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A bytea; null: NULL. */
    Rows add(byte[] value) {
        if (value == null) {
            value(-1);
            return this;
        }
        value(value.length);
        return raw(value);
    }

    /** A timestamptz, of nanoseconds since 1970; what is below a microsecond is cut off. */
    Rows time(long nanos) {
        return add(Math.floorDiv(nanos, 1000) - EPOCH_MICROS);
    }

    /** An inet of 4 or 16 bytes; an IPv4 address that is mapped to IPv6 stays one of IPv6. */
    Rows address(byte[] address) {
        value(4 + address.length);
        raw(address.length == 4 ? IPV4 : IPV6, 1);
        raw(8L * address.length, 1);
        raw(0, 1); // no cidr
        raw(address.length, 1);
        return raw(address);
    }

    private void value(int bytesOfIt) {
        if (next == 0) {
            raw(columns, 2);
            size++;
        }
        next = next + 1 == columns ? 0 : next + 1;
        raw(bytesOfIt, 4);
    }

    private Rows raw(long value, int count) {
        reserve(count);
        for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    private Rows raw(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    private void reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
    }

    int size() {
        return size;
    }

    /** All bytes but the trailer, of which the first {@link #length} count. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** The instant that {@link #time} stores, as text for PostgreSQL. */
    static String timeText(long nanos) {
        return WindowLength.instant(Math.floorDiv(nanos, 1000) * 1000).toString();
    }
}
