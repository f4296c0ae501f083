package io.tidemark.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --help} and {@code --version}, as picocli's own mixin has them, which is annotated and so slow to start. */
public final class StandardOptions {
    private StandardOptions() {}

    /** Adds both. */
    public static CommandSpec addTo(CommandSpec command) {
        return command.addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help message and exit.")
                        .build())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print version information and exit.")
                        .build());
    }
}
