package io.tidemark.capture.capture;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.source.Bpf;
import io.tidemark.metering.source.CaptureFile;
import io.tidemark.metering.source.FrameSource;
import io.tidemark.metering.source.Interface;
import io.tidemark.metering.source.LiveCapture;
import io.tidemark.metering.source.Selection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** What the configuration asks for, checked: a plan can be carried out. */
sealed interface Plan {
    /** The node's name when a file plays the present. */
    String DEMO_NODE = "demo";

    /** Length of all windows. */
    WindowLength window();

    /** A BPF filter (pcap-filter(7)); empty: none. */
    String filter();

    /** Replay files, one after the other, then end. */
    record Files(WindowLength window, String filter, List<Path> files, Pace pace) implements Plan {}

    /** Watch what happens now, or what looks so, without end. */
    sealed interface Present extends Plan {
        String node();

        /** Most biflows at a time. */
        int tableFlows();

        /**
         * Opens the source; the thread that polls it closes it.
         *
         * @param clock the time of day in ns since 1970
         */
        FrameSource open(LongSupplier clock) throws IOException;

        /** What is left of the filter for us to do. */
        Filter ownFilter();

        /** The source, in a log line. */
        String told();
    }

    /** Interfaces. The kernel filters. */
    record Live(
            WindowLength window, String filter, String node, int tableFlows, List<Interface> interfaces, int ringBytes)
            implements Present {
        @Override
        public FrameSource open(LongSupplier clock) throws IOException {
            return LiveCapture.open(interfaces, filter, LiveCapture.DEFAULT_SNAP_LENGTH, ringBytes);
        }

        @Override
        public Filter ownFilter() {
            return new Filter("");
        }

        @Override
        public String told() {
            return interfaces.stream().map(Interface::name).collect(Collectors.joining(","));
        }
    }

    /** One file for ever, re-stamped to now. */
    record Loop(WindowLength window, String filter, int tableFlows, Path file) implements Present {
        @Override
        public String node() {
            return DEMO_NODE;
        }

        @Override
        public FrameSource open(LongSupplier clock) throws IOException {
            return new PacedSource(new LoopSource(file, clock), clock);
        }

        @Override
        public Filter ownFilter() {
            return new Filter(filter);
        }

        @Override
        public String told() {
            return file + " in a loop";
        }
    }

    /** Rehearse, for an AOT cache. */
    record Training(WindowLength window, int tableFlows, int ringBytes) implements Plan {
        @Override
        public String filter() {
            return "";
        }

        /** The live capture that is rehearsed. */
        Live live(List<Interface> interfaces) {
            return new Live(window, "", "training", tableFlows, interfaces, ringBytes);
        }
    }

    /**
     * Checks the configuration: files and interfaces can be opened, the filter compiles, numbers are in range.
     *
     * @throws ConfigurationException naming the key, the value and what is wrong with it
     */
    static Plan of(CaptureConfig config) {
        var window = window(config.window());
        var filter = config.filter().map(String::strip).orElse("");
        checkFilter(filter);
        inRange("table-flows", config.tableFlows(), 16, 1 << 24);
        inRange("ring-bytes", config.ringBytes(), 1 << 20, 1 << 30);
        if (config.training()) {
            return new Training(window, config.tableFlows(), config.ringBytes());
        }
        var files = config.files().orElse(List.of()).stream().map(Path::of).toList();
        files.forEach(Plan::checkFile);
        if (config.loop()) {
            if (files.size() != 1) {
                throw wrong("loop", "true", "needs exactly one tidemark.capture.files, not " + files.size(), null);
            }
            return new Loop(window, filter, config.tableFlows(), files.getFirst());
        }
        if (!files.isEmpty()) {
            return new Files(window, filter, files, config.speed());
        }
        return live(config, window, filter);
    }

    private static Plan live(CaptureConfig config, WindowLength window, String filter) {
        var node = config.node().orElseGet(Plan::hostName);
        if (node.isBlank() || node.length() > 255) {
            throw wrong("node", node, "is not 1 to 255 characters", null);
        }
        try {
            var interfaces = new Selection(
                            config.interfaces(), config.excludeInterfaces().orElse(List.of()))
                    .require(Interface.list());
            var live = new Live(window, filter, node, config.tableFlows(), interfaces, config.ringBytes());
            live.open(() -> 0).close();
            return live;
        } catch (IOException e) {
            throw wrong("interfaces", String.join(",", config.interfaces()), e.getMessage(), e);
        }
    }

    private static WindowLength window(Duration length) {
        if (length.compareTo(Duration.ofSeconds(1)) < 0 || length.compareTo(Duration.ofDays(1)) > 0) {
            throw wrong("window", length.toString(), "is not between 1s and 1d", null);
        }
        return WindowLength.of(length);
    }

    private static void checkFilter(String filter) {
        if (filter.isEmpty()) {
            return; // and libpcap is not needed for files
        }
        try {
            Bpf.compile(filter).close();
        } catch (IllegalArgumentException e) {
            throw wrong("filter", filter, e.getMessage(), e);
        }
    }

    private static void checkFile(Path path) {
        try {
            CaptureFile.open(path).close();
        } catch (IOException e) {
            throw wrong("files", path.toString(), e.getMessage(), e);
        }
    }

    private static void inRange(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw wrong(key, Long.toString(value), "is not between %d and %d".formatted(least, most), null);
        }
    }

    private static String hostName() {
        return Optional.ofNullable(System.getenv("HOSTNAME"))
                .filter(name -> !name.isBlank())
                .orElseGet(() -> {
                    try {
                        return InetAddress.getLocalHost().getHostName();
                    } catch (UnknownHostException e) {
                        return "localhost";
                    }
                });
    }

    private static ConfigurationException wrong(String key, String value, String what, Exception cause) {
        var name = "tidemark.capture." + key;
        return new ConfigurationException("%s=%s: %s".formatted(name, value, what), cause, Set.of(name));
    }
}
