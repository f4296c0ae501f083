package io.tidemark.cli;

import io.tidemark.cli.demo.DemoCommand;
import io.tidemark.cli.flows.FlowsCommand;
import io.tidemark.cli.training.TrainCommand;
import io.tidemark.cli.up.UpCommand;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The root command. Alone it prints its help. */
@Command(
        name = "tidemark",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        subcommands = {DemoCommand.class, UpCommand.class, FlowsCommand.class, TrainCommand.class, HelpCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        header = "Watches network traffic in real time; its numbers add up.",
        synopsisHeading = "%nUsage: ",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Examples:",
            "  tidemark demo                             look at it at work",
            "  tidemark up                               watch this machine",
            "  tidemark up --until-drained --capture F   a file's ledger, to the last packet",
            "  tidemark flows F                          a file's flows as a table",
            "",
            "'tidemark COMMAND --help' has the options of each. In a clone there are also",
            "'tidemark test' (all tests), 'tidemark bench' (benchmarks), 'tidemark faults'",
            "(what can go wrong, made to) and 'tidemark train' (faster starts)."
        })
public final class Tidemark implements Runnable {
    /** Held, for the logging framework would forget a logger's level with the logger. */
    private static final Logger ROOT = Logger.getLogger("");

    /** Runs a command and ends the process with its exit code: 0 done, 1 failed, 2 wrongly called. */
    public static void main(String[] args) {
        ROOT.setLevel(Level.WARNING);
        System.exit(commandLine().execute(args));
    }

    /** The command line with all subcommands, for the process and for tests. */
    public static CommandLine commandLine() {
        return new CommandLine(new Tidemark())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((wrong, arguments) -> {
                    var command = wrong.getCommandLine();
                    command.getErr().println("tidemark: " + wrong.getMessage());
                    command.getErr()
                            .println("Try '%s --help'."
                                    .formatted(command.getCommandSpec().qualifiedName()));
                    return command.getCommandSpec().exitCodeOnInvalidInput();
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!(failure instanceof IOException)) {
                        throw failure; // ours to mend: with its stack trace
                    }
                    command.getErr().println("tidemark: " + failure.getMessage());
                    return command.getCommandSpec().exitCodeOnExecutionException();
                });
    }

    @Override
    public void run() {
        commandLine().usage(System.out);
    }
}
