package io.tidemark.metering.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metering.decode.Layer.Named;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DecodedProtocolsPageTest {
    private static final Path PAGE = Path.of("../docs/reference/decoded-protocols.md");
    private static final String INTRODUCTION = """
            # Decoded protocols

            Made of the code by `./tidemark test -pl metering -Dtest=DecodedProtocolsPageTest -Dtidemark.regenerate=true`.

            Every header below is passed on the way from the link header to the innermost IP header and its transport. The innermost one
            makes the flow's key; of the tunnels the outermost is kept (type, id, outer addresses), and the outermost VLAN id. A header that
            is cut or cannot be ends the way; what was read before it stands. Up to 64 headers are passed.
            What is behind nothing of this is counted as `not_ip`; an IP header that cannot be, and is the first, as `malformed_ip`.

            Not opened: packets that ICMP errors quote, sFlow samples, ESP, what is encrypted. Ports are those of TCP, UDP, UDP-Lite,
            SCTP and DCCP. Later fragments of a datagram show no ports: they are in the flow of their addresses and protocol with ports 0.
            How this compares with tshark's reading: [where our reading differs](../explanation/where-our-reading-differs.md).

            | header | known by |
            |---|---|
            """;

    /** Make the page anew with -Dtidemark.regenerate=true, read what changed, and commit it. */
    @Test
    void thePageIsWhatTheDecoderKnows() throws IOException {
        String rows = Arrays.stream(Layer.values())
                .filter(layer -> layer != Layer.NONE)
                .map(layer -> "| %s | %s |\n".formatted(layer.title, knownBy(layer)))
                .collect(Collectors.joining());
        String page = INTRODUCTION + rows;

        if (Boolean.getBoolean("tidemark.regenerate")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/reference/decoded-protocols.md is stale; the test's javadoc says how to make it anew")
                .isEqualTo(page);
    }

    private static String knownBy(Layer layer) {
        return layer.named.stream().map(DecodedProtocolsPageTest::numbers).collect(Collectors.joining("; "));
    }

    private static String numbers(Named named) {
        boolean decimal = named.by() != Layer.Registry.ETHER_TYPE && named.by() != Layer.Registry.PPP;
        return name(named.by()) + " "
                + Arrays.stream(named.numbers())
                        .mapToObj(number -> decimal ? Integer.toString(number) : "0x%04X".formatted(number))
                        .collect(Collectors.joining(", "));
    }

    private static String name(Layer.Registry registry) {
        return switch (registry) {
            case LINK_TYPE -> "link type";
            case ETHER_TYPE -> "EtherType";
            case PPP -> "PPP protocol";
            case IP -> "IP protocol";
            case UDP_PORT -> "UDP port";
        };
    }
}
