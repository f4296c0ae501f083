package io.tidemark.cli.ask;

import java.time.Duration;
import picocli.CommandLine.Model.OptionSpec;

/** Options that more than one command has. */
final class Options {
    private Options() {}

    static OptionSpec metric() {
        return OptionSpec.builder("--metric")
                .paramLabel("METRIC")
                .type(String.class)
                .defaultValue("bytes")
                .description(
                        "bytes, frame_bytes, packets, flows, retransmitted_packets, out_of_order_packets, zero_windows; "
                                + "of protocols, ports and applications also round_trip_p50, _p90, _p95, _p99 and clients. Default: bytes")
                .build();
    }

    static OptionSpec limit(int byDefault, String of) {
        return OptionSpec.builder("--limit")
                .paramLabel("N")
                .type(int.class)
                .defaultValue(Integer.toString(byDefault))
                .description(of + ". Default: " + byDefault)
                .build();
    }

    static OptionSpec compare() {
        return OptionSpec.builder("--compare")
                .paramLabel("LENGTH")
                .type(String.class)
                .description("Beside it what was earlier: by 1h, 1d, 1w, or previous, what came just before")
                .build();
    }

    static OptionSpec length(String name, String description) {
        return OptionSpec.builder(name)
                .paramLabel("LENGTH")
                .type(Duration.class)
                .converters(new Length())
                .description(description)
                .build();
    }
}
