package io.tidemark.cli.flows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Output out = new Output(bytes);

    @ParameterizedTest
    @CsvSource({
        "00000000000000000000000000000000, ::",
        "00000000000000000000000000000001, ::1",
        "20010db8000000000000000000000000, 2001:db8::",
        "20010db8000000000001000000000001, 2001:db8::1:0:0:1",
        "20010db8000000010001000100010001, 2001:db8:0:1:1:1:1:1",
        "00010002000300040005000600070008, 1:2:3:4:5:6:7:8",
        "fe800000000000000abc00de0f000001, fe80::abc:de:f00:1",
        "00000000000000000000ffff0a000001, ::ffff:10.0.0.1",
        "00010000000000000000000000000008, 1::8"
    })
    void ipv6AddressesAreWrittenAsRfc5952HasThem(String hex, String text) {
        var address = new BigInteger(hex, 16);

        out.address(false, address.shiftRight(64).longValue(), address.longValue());

        assertThat(written()).isEqualTo(text);
    }

    @Test
    void numbersAndIpv4Addresses() {
        out.number(Long.MIN_VALUE)
                .character(' ')
                .number(0)
                .character(' ')
                .number(Long.MAX_VALUE)
                .character(' ');
        out.address(true, 0, 0xFFFF_0000_0000L | 0xC0A80001L);

        assertThat(written()).isEqualTo("-9223372036854775808 0 9223372036854775807 192.168.0.1");
    }

    @Test
    void instantsBeforeAndAfter1970() {
        out.instant(-1).character(' ').instant(1_700_000_000_000_000_001L);

        assertThat(written()).isEqualTo("1969-12-31T23:59:59.999999999Z 2023-11-14T22:13:20.000000001Z");
    }

    @Test
    void textOfAnyLengthAndScript() {
        String text = "Überwachung " + "x".repeat(200_000);
        for (int i = 0; i < 20_000; i++) {
            out.text("0123456789");
        }
        out.text(text);

        assertThat(written()).isEqualTo("0123456789".repeat(20_000) + text);
    }

    @Test
    void amountsAndSpansAreShort() {
        assertThat(Words.amount(9_999)).isEqualTo("9999");
        assertThat(Words.amount(10_000)).isEqualTo("10k");
        assertThat(Words.amount(1_234_567)).isEqualTo("1.2M");
        assertThat(Words.amount(Long.MAX_VALUE)).isEqualTo("9.2E");
        assertThat(Words.span(0)).isEqualTo("0");
        assertThat(Words.span(999)).isEqualTo("999ns");
        assertThat(Words.span(1_234_567)).isEqualTo("1.23ms");
        assertThat(Words.span(999_999_999)).isEqualTo("1.00s");
        assertThat(Words.span(123_000_000_000L)).isEqualTo("123s");
    }

    @Test
    void jsonAndCsvTextIsQuoted() {
        assertThat(Words.json("a\"b\\c\n")).isEqualTo("\"a\\\"b\\\\c\\u000a\"");
        assertThat(Words.csv("a,b\"c")).isEqualTo("\"a,b\"\"c\"");
        assertThat(Words.csv("plain")).isEqualTo("plain");
    }

    private String written() {
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
