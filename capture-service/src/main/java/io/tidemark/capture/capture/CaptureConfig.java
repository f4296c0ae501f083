package io.tidemark.capture.capture;

import io.quarkus.runtime.configuration.MemorySize;
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
     * Interfaces to capture from: names, or globs for those that match and are no loopback. One that appears later, or goes up, is
     * picked up; while there is none, capture waits. Default: {@code *}. Range: with libpcap each name must exist at the start.
     */
    @WithDefault("*")
    List<String> interfaces();

    /** Names or globs of interfaces to leave out. Default: none. */
    Optional<List<String>> excludeInterfaces();

    /**
     * How live frames are read: {@code ring}, from memory shared with the kernel (Linux); {@code libpcap}, portable, some ten times
     * the processor time, and interfaces that come later are not seen; {@code auto}, the ring where it can be. Default: auto.
     */
    @WithDefault("auto")
    Via source();

    /**
     * Bytes kept of each frame in live capture: enough for all headers, tunnels included. Unit: bytes. Default: 256. Range: 64 to
     * 65535.
     */
    @WithDefault("256")
    int snapLength();

    /**
     * Meter one of this many packets, chosen at random by the kernel, and count the others as not_sampled. Flow records tell the
     * number; their counts are as observed, not multiplied. Needs the ring. Unit: packets. Default: 1, every packet. Range: 1 to
     * 1000000.
     */
    @WithDefault("1")
    int sampling();

    /**
     * Threads that meter live frames. All packets of a flow, both ways, go to one of them; each has its share of the ring and of the
     * flow table. Needs the ring. Unit: threads. Default: 1. Range: 1 to 64.
     */
    @WithDefault("1")
    int workers();

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
     * BPF filter (pcap-filter(7)). What it does not want is counted as filtered; only of libpcap's live capture it is not counted.
     * Default: everything.
     */
    Optional<String> filter();

    /**
     * Most biflows at a time in live capture; beyond it the oldest are cut early. Each takes 128 to 256 bytes; for an eighth of
     * them, at most 131072, there is room from the start.
     * Unit: flows. Default: 1000000. Range: 16 to 16777216.
     */
    @WithDefault("1000000")
    int tableFlows();

    /**
     * The kernel's buffer for each interface in live capture. Default: 64M for one interface or two; of more each has its part of
     * 128M, at least 1M. Unit: bytes, or with a suffix K, M, G. Range: 1M to 1G.
     */
    Optional<MemorySize> ringBytes();
}
