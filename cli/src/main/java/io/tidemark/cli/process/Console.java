package io.tidemark.cli.process;

import java.io.PrintStream;

/**
 * What the one at the terminal is told; all of it goes to stderr, so that stdout is for results. Safe for several threads: a
 * line is never torn.
 */
public final class Console {
    private final PrintStream out;
    private final boolean terminal;
    private final boolean verbose;
    private boolean statusShown;

    /**
     * @param terminal true: a status line may be drawn over and over; false: it is left out
     * @param verbose  true: {@link #detail} is shown
     */
    public Console(PrintStream out, boolean terminal, boolean verbose) {
        this.out = out;
        this.terminal = terminal;
        this.verbose = verbose;
    }

    /** On this process's stderr. */
    public static Console ofProcess(boolean verbose) {
        var terminal = System.console() != null && System.console().isTerminal() && System.getenv("CI") == null;
        return new Console(System.err, terminal, verbose);
    }

    /** One line, or several. */
    public synchronized void say(String line) {
        clearStatus();
        out.println(line);
        out.flush();
    }

    /** A line for those who asked for more. */
    public void detail(String line) {
        if (verbose) {
            say(line);
        }
    }

    /** A line that the next one replaces; shown on a terminal only. */
    public synchronized void status(String line) {
        if (terminal) {
            out.print("\r\033[K" + line);
            out.flush();
            statusShown = true;
        }
    }

    /** True if a status line is of use. */
    public boolean showsStatus() {
        return terminal;
    }

    private void clearStatus() {
        if (statusShown) {
            out.print("\r\033[K");
            statusShown = false;
        }
    }
}
