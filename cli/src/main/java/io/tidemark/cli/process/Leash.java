package io.tidemark.cli.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A small shell process that outlives this one, to end the children in order should this one be killed. It reads from a pipe
 * whose other end is ours: the pipe's end is ours too.
 */
public final class Leash implements AutoCloseable {
    private static final String SCRIPT = """
            trap '' INT HUP TERM
            mark=$1
            cd "$2" || exit 1
            shift 2
            read -r word && exit 0
            found=
            for name in "$@"; do
                pid=$(cat "$name.pid" 2>/dev/null) || continue
                if [ -r "/proc/$pid/cmdline" ]; then
                    tr '\\0' ' ' <"/proc/$pid/cmdline" | grep -qF -e "$mark" || continue
                else
                    ps -o args= -p "$pid" 2>/dev/null | grep -qF -e "$mark" || continue
                fi
                found="$found $name:$pid"
            done
            for entry in $found; do
                pid=${entry#*:}
                case $entry in
                postgresql:*) kill -INT "$pid" ;; # PostgreSQL's fast shutdown
                *) kill -TERM "$pid" ;;
                esac 2>/dev/null
                tries=0
                while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 100 ]; do
                    sleep 0.2
                    tries=$((tries + 1))
                done
                kill -KILL "$pid" 2>/dev/null
                rm -f "${entry%%:*}.pid"
            done
            rm -f leash.pid
            """;

    private final DataDirectory data;
    private final Process shell;

    private Leash(DataDirectory data, Process shell) {
        this.data = data;
        this.shell = shell;
    }

    /** @param programs names of what is to be ended, in this order, as the data directory knows their process ids */
    public static Leash on(DataDirectory data, List<String> programs) throws IOException {
        var command = new ArrayList<>(List.of("sh", "-c", SCRIPT, data.mark()));
        command.add(data.folder().toString());
        command.add(data.pidOf("any").getParent().toString());
        command.addAll(programs);
        var shell = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        data.running("leash", shell.pid());
        return new Leash(data, shell);
    }

    /** Says that there is nothing left to end. */
    @Override
    public void close() throws IOException {
        try (OutputStream pipe = shell.getOutputStream()) {
            pipe.write("stopped\n".getBytes(StandardCharsets.US_ASCII));
        }
        data.ended("leash");
    }
}
