package io.tidemark.cli.up;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is to run.
 *
 * @param dataDir    the folder everything is kept in
 * @param keep       false: the folder is deleted in the end
 * @param port       of the page, on loopback; another one is taken if it is not free
 * @param capture    what is metered
 * @param kafka      bootstrap servers of a broker to use instead of an own one
 * @param database   a PostgreSQL to use instead of an own one
 */
public record Plan(
        Path dataDir,
        boolean keep,
        int port,
        Capture capture,
        Optional<String> kafka,
        Optional<DatabaseAccess> database) {

    /**
     * What capture-service meters.
     *
     * @param node       name of the observation domain; empty: the service's own default, or the file's name in a replay
     * @param files      to replay; none: live capture
     * @param interfaces names or globs; none: all that are up
     * @param excluded   names or globs that are not captured
     * @param speed      of a replay, "recorded" or "max"
     * @param loop       true: the files again and again, re-stamped to now
     * @param window     the length, as Quarkus reads durations ("10s")
     * @param filter     a BPF expression
     * @param training   true: a rehearsal of all this, which captures nothing
     */
    public record Capture(
            Optional<String> node,
            List<Path> files,
            List<String> interfaces,
            List<String> excluded,
            String speed,
            boolean loop,
            String window,
            Optional<String> filter,
            boolean training) {
        /** A rehearsal. */
        public static Capture rehearsal() {
            return new Capture(
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    List.of(),
                    "recorded",
                    false,
                    "10s",
                    Optional.empty(),
                    true);
        }

        public Capture {
            files = List.copyOf(files);
            interfaces = List.copyOf(interfaces);
            excluded = List.copyOf(excluded);
        }

        /** True: the service ends by itself when everything is sent. */
        boolean ends() {
            return training || !files.isEmpty() && !loop;
        }

        /** For capture-service. */
        ServiceSettings settings() {
            var settings = new ServiceSettings()
                    .with("tidemark.capture.training", training)
                    .with("tidemark.capture.window", window)
                    .with("tidemark.capture.speed", speed)
                    .with("tidemark.capture.loop", loop)
                    .with("tidemark.capture.files", files)
                    .with("tidemark.capture.interfaces", interfaces)
                    .with("tidemark.capture.exclude-interfaces", excluded);
            node.ifPresent(name -> settings.with("tidemark.capture.node", name));
            filter.ifPresent(expression -> settings.with("tidemark.capture.filter", expression));
            return settings;
        }
    }
}
