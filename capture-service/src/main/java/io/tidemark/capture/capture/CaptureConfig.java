package io.tidemark.capture.capture;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is captured, and how. Values are checked by {@link Plan} before anything starts. */
@ConfigMapping(prefix = "tidemark.capture")
public interface CaptureConfig {
    /**
     * Name of this node's observation domain in live capture. Default: the host's name. Range: 1 to 255 characters. Replayed
     * files have names of their own.
     */
    Optional<String> node();

    /**
     * Interfaces to capture from: names, or globs for those that match, are up and are no loopback. Default: {@code *}.
     * Range: each name must exist.
     */
    @WithDefault("*")
    List<String> interfaces();

    /** Names or globs of interfaces to leave out. Default: none. */
    Optional<List<String>> excludeInterfaces();

    /**
     * Capture files (pcap, pcapng) to replay in this order instead of live capture; each is an observation domain of its own.
     * The service exits when all is acknowledged: 0, or 3 if a file was broken. Default: none. Range: readable files.
     */
    Optional<List<String>> files();

    /**
     * Pace of a replay: {@code recorded}, as the packets came, gaps too; {@code max}, as fast as they are taken. Default:
     * recorded.
     */
    @WithDefault("recorded")
    Pace speed();

    /**
     * Replay the one file over and over, re-stamped so that its first packet is now, as the live node "demo". Unit: boolean.
     * Default: false.
     */
    @WithDefault("false")
    boolean loop();

    /**
     * Rehearse instead of capturing: meter made-up packets for some seconds, send nothing, and exit with 0. The training run
     * of an AOT cache. Unit: boolean. Default: false.
     */
    @WithDefault("false")
    boolean training();

    /** Length of the windows that flows are cut into, the same on all nodes. Unit: duration. Default: 10s. Range: 1s to 1d. */
    @WithDefault("10s")
    Duration window();

    /**
     * BPF filter (pcap-filter(7)). Live, the kernel leaves out what it does not want; of a file, that is counted as filtered.
     * Default: everything.
     */
    Optional<String> filter();

    /**
     * Most biflows at a time in live capture; beyond it the oldest are cut early. Each takes 256 bytes, set apart at the start.
     * Unit: flows. Default: 1000000. Range: 16 to 16777216.
     */
    @WithDefault("1000000")
    int tableFlows();

    /**
     * The kernel's buffer for each interface in live capture. Unit: bytes. Default: 33554432. Range: 1048576 to 1073741824.
     */
    @WithDefault("33554432")
    int ringBytes();
}
