package io.tidemark.cli.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Something to run.
 *
 * @param name    what it is called in messages and file names
 * @param java    the JVM's arguments and what it runs; the JVM is the one this process runs on
 * @param done    exit codes by which it says that its work is done, so that it is not started again; mostly none
 * @param ready   asked again and again until it says that the program can be used
 */
public record Program(String name, List<String> java, Set<Integer> done, Readiness ready) {
    private static final String BECOME =
            "trap '' INT HUP; command -v setsid >/dev/null 2>&1 && exec setsid \"$@\"; exec \"$@\"";

    public Program {
        java = List.copyOf(java);
        done = Set.copyOf(done);
    }

    /** Whether a program can be used now. */
    @FunctionalInterface
    public interface Readiness {
        /** @throws IOException if the program does not even answer: not ready either */
        boolean ask() throws IOException, InterruptedException;
    }

    /**
     * The whole command line. A shell makes the process deaf to Ctrl-C and to the terminal's end, which reach all of the
     * terminal's processes at once, gives it a session of its own where setsid(1) is to be had, so that no signal to our
     * process group reaches it either, and becomes the program: children are stopped by their parent, in order.
     */
    List<String> commandLine(DataDirectory data) {
        var command = new ArrayList<>(List.of("sh", "-c", BECOME, "sh"));
        command.add(System.getProperty("java.home") + "/bin/java");
        command.add(data.mark());
        command.addAll(java);
        return command;
    }
}
