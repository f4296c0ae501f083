package io.tidemark.cli;

import io.tidemark.cli.ask.LedgerCommand;
import io.tidemark.cli.ask.ObserveCommand;
import io.tidemark.cli.ask.QueryCommand;
import io.tidemark.cli.ask.StatusCommand;
import io.tidemark.cli.ask.TopCommand;
import io.tidemark.cli.demo.DemoCommand;
import io.tidemark.cli.flows.FlowsCommand;
import io.tidemark.cli.training.TrainCommand;
import io.tidemark.cli.up.UpCommand;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The root command. Alone it prints its help.
 *
 * <p>A start makes the command that is called and no other, and the root without annotations: to read those of all commands
 * takes picocli 0.12 s of processor time, as much as all else in {@code tidemark flows} on a small file.
 */
public final class Tidemark implements Runnable {
    /** In the order of the help. */
    private static final List<String> COMMANDS =
            List.of("demo", "up", "flows", "top", "query", "observe", "ledger", "status", "train", "help");

    /** Runs a command and ends the process with its exit code: 0 done, 1 failed, 2 wrongly called. */
    public static void main(String[] args) {
        Warnings.only();
        System.setProperty("picocli.disable.closures", "true"); // else it looks through the class path for Groovy
        int status = commandLine(args).execute(args);
        // they leave no threads that exit would have to end; what a training run loads, each start of flows loads too
        boolean returns = args.length > 0 && (args[0].equals("flows") || args[0].equals("train"));
        if (status != 0 || !returns) {
            System.exit(status); // looks through the class path for a logger
        }
    }

    /** The command line with all subcommands. */
    public static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    /** The command line for these arguments: with the subcommand that they begin with, or with all. */
    public static CommandLine commandLine(String... arguments) {
        boolean one = arguments.length > 0 && COMMANDS.contains(arguments[0]) && !arguments[0].equals("help");
        return commandLine(one ? List.of(arguments[0]) : COMMANDS);
    }

    private static CommandLine commandLine(List<String> commands) {
        var root = new CommandLine(spec());
        for (var name : commands) {
            root.addSubcommand(name, command(name));
        }
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Tidemark::wronglyCalled)
                .setExecutionExceptionHandler(Tidemark::failed);
    }

    private static Object command(String name) {
        return switch (name) {
            case "demo" -> new DemoCommand();
            case "up" -> new UpCommand();
            case "flows" -> new FlowsCommand().spec();
            case "top" -> new TopCommand().spec();
            case "query" -> new QueryCommand().spec();
            case "observe" -> new ObserveCommand().spec();
            case "ledger" -> new LedgerCommand().spec();
            case "status" -> new StatusCommand().spec();
            case "train" -> new TrainCommand();
            case "help" -> new HelpCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static CommandSpec spec() {
        var spec = StandardOptions.addTo(CommandSpec.wrapWithoutInspection(new Tidemark()))
                .name("tidemark")
                .versionProvider(new Version());
        spec.usageMessage()
                .synopsisSubcommandLabel("COMMAND")
                .header("Watches network traffic in real time; its numbers add up.")
                .synopsisHeading("%nUsage: ")
                .commandListHeading("%nCommands:%n")
                .optionListHeading("%nOptions:%n")
                .footer(
                        "",
                        "Examples:",
                        "  tidemark demo                             look at it at work",
                        "  tidemark up                               watch this machine",
                        "  tidemark up --until-drained --capture F   a file's ledger, to the last packet",
                        "  tidemark flows F                          a file's flows as a table",
                        "  tidemark top workload --last 1d           who is largest, from the store",
                        "",
                        "'tidemark COMMAND --help' has the options of each. In a clone there are also",
                        "'tidemark test' (all tests), 'tidemark bench' (benchmarks), 'tidemark faults'",
                        "(what can go wrong, made to) and 'tidemark train' (faster starts).");
        return spec;
    }

    private static int wronglyCalled(ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        command.getErr().println("tidemark: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        command.getErr()
                .println("Try '%s --help'.".formatted(command.getCommandSpec().qualifiedName()));
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int failed(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (!(failure instanceof IOException)) {
            throw failure; // ours to mend: with its stack trace
        }
        command.getErr().println("tidemark: " + failure.getMessage());
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    @Override
    public void run() {
        commandLine().usage(System.out);
    }
}
