package io.tidemark.cli.flows;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Text on its way out: numbers, times and addresses are written into a buffer without making strings of them. */
final class Output {
    private static final int BUFFER = 1 << 16;
    private static final int SPARE = 1 << 10; // more than any single piece but a text needs
    private static final long SECOND = 1_000_000_000L;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream to;
    private final byte[] buffer = new byte[BUFFER];
    private int length;
    private final byte[] digits = new byte[20];
    private long second = Long.MIN_VALUE;
    private byte[] secondText;

    Output(OutputStream to) {
        this.to = to;
    }

    /** UTF-8. */
    Output text(String text) {
        if (text.length() > SPARE / 3) {
            return bytes(text.getBytes(StandardCharsets.UTF_8));
        }
        require();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return bytes(text.substring(i).getBytes(StandardCharsets.UTF_8));
            }
            buffer[length++] = (byte) c;
        }
        return this;
    }

    private Output bytes(byte[] bytes) {
        flushBuffer();
        try {
            to.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Output character(char c) {
        require();
        buffer[length++] = (byte) c;
        return this;
    }

    Output number(long value) {
        require();
        if (value < 0) {
            buffer[length++] = '-';
        }
        int at = digits.length;
        long rest = value;
        do {
            digits[--at] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0);
        System.arraycopy(digits, at, buffer, length, digits.length - at);
        length += digits.length - at;
        return this;
    }

    /** ISO-8601, UTC, nine decimals. */
    Output instant(long nanosSince1970) {
        long whole = Math.floorDiv(nanosSince1970, SECOND);
        if (whole != second) {
            second = whole;
            secondText = java.time.LocalDateTime.ofEpochSecond(whole, 0, java.time.ZoneOffset.UTC)
                    .format(java.time.format.DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss."))
                    .getBytes(StandardCharsets.US_ASCII);
        }
        require();
        System.arraycopy(secondText, 0, buffer, length, secondText.length);
        length += secondText.length;
        long nanos = Math.floorMod(nanosSince1970, SECOND);
        for (int i = 8; i >= 0; i--) {
            buffer[length + i] = (byte) ('0' + nanos % 10);
            nanos /= 10;
        }
        length += 9;
        return character('Z');
    }

    /** Dotted decimal, or as RFC 5952 has it. */
    Output address(boolean ipv4, long high, long low) {
        return ipv4 ? ipv4((int) low) : ipv6(high, low);
    }

    private Output ipv4(int address) {
        return number(address >>> 24)
                .character('.')
                .number(address >>> 16 & 0xFF)
                .character('.')
                .number(address >>> 8 & 0xFF)
                .character('.')
                .number(address & 0xFF);
    }

    private Output ipv6(long high, long low) {
        if (high == 0 && low >>> 32 == 0xFFFF) { // the mixed form of IPv4-mapped addresses (RFC 5952, 5)
            return text("::ffff:").ipv4((int) low);
        }
        int zeros = longestZeros(high, low); // first group << 4 | number of groups
        int from = zeros >>> 4;
        int count = zeros & 0xF;
        for (int i = 0; i < 8; i++) {
            if (count > 1 && i == from) {
                text("::");
                i += count - 1;
            } else {
                if (i > 0 && !(count > 1 && i == from + count)) {
                    character(':');
                }
                hex(group(high, low, i));
            }
        }
        return this;
    }

    private static int group(long high, long low, int i) {
        return (int) ((i < 4 ? high : low) >>> 48 - 16 * (i & 3)) & 0xFFFF;
    }

    private static int longestZeros(long high, long low) {
        int best = 0;
        int run = 0;
        for (int i = 0; i < 8; i++) {
            run = group(high, low, i) == 0 ? run + 1 : 0;
            if (run > (best & 0xF)) {
                best = i - run + 1 << 4 | run;
            }
        }
        return best;
    }

    private void hex(int value) {
        require();
        for (int shift = value > 0xFFF ? 12 : value > 0xFF ? 8 : value > 0xF ? 4 : 0; shift >= 0; shift -= 4) {
            buffer[length++] = HEX[value >>> shift & 0xF];
        }
    }

    private void require() {
        if (length > BUFFER - SPARE) {
            flushBuffer();
        }
    }

    private void flushBuffer() {
        try {
            to.write(buffer, 0, length);
            length = 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands over all that was written. */
    void flush() {
        flushBuffer();
        try {
            to.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
