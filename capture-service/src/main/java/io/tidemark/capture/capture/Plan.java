package io.tidemark.capture.capture;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.source.Bpf;
import io.tidemark.metering.source.CaptureFile;
import io.tidemark.metering.source.FrameSource;
import io.tidemark.metering.source.Interface;
import io.tidemark.metering.source.LiveCapture;
import io.tidemark.metering.source.RingCapture;
import io.tidemark.metering.source.RingSettings;
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
         * Opens the sources, one a worker; the thread that polls one closes it.
         *
         * @param clock the time of day in ns since 1970
         */
        List<FrameSource> open(LongSupplier clock) throws IOException;

        /** One of so many packets is metered; 1: all. */
        int sampling();

        /** What is left of the filter for us to do. */
        Filter ownFilter();

        /** The source, in a log line. */
        String told();
    }

    /** Interfaces. The kernel filters. */
    record Live(WindowLength window, String node, int tableFlows, Selection selection, RingSettings ring, Via via)
            implements Present {
        @Override
        public String filter() {
            return ring.filter();
        }

        @Override
        public int sampling() {
            return ring.sampling();
        }

        @Override
        public List<FrameSource> open(LongSupplier clock) throws IOException {
            if (via.ring()) {
                return List.copyOf(RingCapture.open(selection, ring, new LinkLog()));
            }
            if (ring.sampling() > 1 || ring.workers() > 1) {
                throw new IOException("sampling and workers need the ring");
            }
            int buffer = ring.ringBytes() == 0 ? LiveCapture.DEFAULT_BUFFER : (int) ring.ringBytes();
            return List.of(
                    LiveCapture.open(selection.require(Interface.list()), ring.filter(), ring.snapLength(), buffer));
        }

        /** @throws IOException if it cannot be opened now; the message says why, and what to do */
        private void check() throws IOException {
            if (via.ring()) {
                RingCapture.check(selection, ring);
            } else {
                open(() -> 0).forEach(FrameSource::close);
            }
        }

        @Override
        public Filter ownFilter() {
            return new Filter("");
        }

        @Override
        public String told() {
            return String.join(",", selection.wanted());
        }
    }

    /** One file for ever, re-stamped to now. */
    record Loop(WindowLength window, String filter, int tableFlows, Path file) implements Present {
        @Override
        public String node() {
            return DEMO_NODE;
        }

        @Override
        public List<FrameSource> open(LongSupplier clock) throws IOException {
            return List.of(new PacedSource(new LoopSource(file, clock), clock));
        }

        @Override
        public int sampling() {
            return 1;
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
    record Training(WindowLength window, int tableFlows, Via via) implements Plan {
        @Override
        public String filter() {
            return "";
        }

        /** The live capture that is rehearsed. */
        Live live(List<String> interfaces) {
            return new Live(
                    window, "training", tableFlows, new Selection(interfaces, List.of()), RingSettings.usual(""), via);
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
        long ringBytes = config.ringBytes().map(MemorySize::asLongValue).orElse(0L);
        if (ringBytes != 0) {
            inRange("ring-bytes", ringBytes, RingSettings.LEAST_BYTES, 1 << 30);
        }
        inRange("snap-length", config.snapLength(), 64, 65_535);
        inRange("sampling", config.sampling(), 1, 1_000_000);
        inRange("workers", config.workers(), 1, 64);
        var ring = new RingSettings(filter, config.snapLength(), ringBytes, config.sampling(), config.workers());
        if (config.training()) {
            return new Training(window, config.tableFlows(), config.source());
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
        return live(config, window, ring);
    }

    private static Plan live(CaptureConfig config, WindowLength window, RingSettings ring) {
        var node = config.node().orElseGet(Plan::hostName);
        if (node.isBlank() || node.length() > 255) {
            throw wrong("node", node, "is not 1 to 255 characters", null);
        }
        try {
            var selection = new Selection(
                    config.interfaces(), config.excludeInterfaces().orElse(List.of()));
            var live = new Live(window, node, config.tableFlows(), selection, ring, config.source());
            live.check();
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
