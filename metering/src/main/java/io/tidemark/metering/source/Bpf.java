package io.tidemark.metering.source;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pcap4j.core.BpfProgram;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.namednumber.DataLinkType;

/**
 * A BPF filter (pcap-filter(7)) for frames of files, compiled by libpcap once for each link type that comes. A link type that the
 * expression cannot be compiled for matches nothing. One thread uses it. Each frame is copied for libpcap, some µs a frame.
 */
public final class Bpf implements AutoCloseable {
    private static final int ETHERNET = 1;
    private static final int SNAP_LENGTH = 262_144;

    private final String expression;
    private final Map<Integer, Optional<BpfProgram>> programs =
            new HashMap<>(); // by link type; empty: cannot be compiled
    private BpfProgram recent; // null: matches nothing
    private int recentLinkType;
    private byte[] copy = new byte[1 << 16];

    private Bpf(String expression, BpfProgram ethernet) {
        this.expression = expression;
        programs.put(ETHERNET, Optional.of(ethernet));
        recent = ethernet;
        recentLinkType = ETHERNET;
    }

    /** @throws IllegalArgumentException if it is no filter expression, or there is no libpcap; the message says what is wrong */
    public static Bpf compile(String expression) {
        try {
            return new Bpf(expression, compile(expression, ETHERNET));
        } catch (PcapNativeException e) {
            throw new IllegalArgumentException("filter '%s': %s".formatted(expression, reason(e)), e);
        } catch (LinkageError e) {
            throw new IllegalArgumentException(Libpcap.MISSING, e);
        }
    }

    private static String reason(PcapNativeException e) {
        String message = e.getMessage();
        int colon = message.indexOf(": "); // pcap4j puts its own words before libpcap's
        return colon < 0 ? message : message.substring(colon + 2);
    }

    private static BpfProgram compile(String expression, int linkType) throws PcapNativeException {
        int dlt = linkType == 101 ? 12 : linkType; // LINKTYPE_RAW is DLT_RAW; the others are the same
        PcapHandle handle = Pcaps.openDead(DataLinkType.getInstance(dlt), SNAP_LENGTH);
        try {
            return handle.compileFilter(expression, BpfCompileMode.OPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN);
        } catch (NotOpenException e) {
            throw new IllegalStateException("a handle that was just opened is closed", e);
        } finally {
            handle.close();
        }
    }

    /** Frames that match go to the first handler, all others to the second. */
    public FrameHandler divide(FrameHandler wanted, FrameHandler unwanted) {
        return new FrameHandler() {
            @Override
            public void frame(
                    int point,
                    int linkType,
                    long time,
                    MemorySegment memory,
                    long at,
                    int captured,
                    int wire,
                    int way) {
                boolean match = matches(linkType, memory, at, captured, wire);
                (match ? wanted : unwanted).frame(point, linkType, time, memory, at, captured, wire, way);
            }

            @Override
            public void settle() {
                wanted.settle();
                unwanted.settle();
            }
        };
    }

    private boolean matches(int linkType, MemorySegment memory, long at, int captured, int wire) {
        if (linkType != recentLinkType) {
            recent = programs.computeIfAbsent(linkType, this::tryToCompile).orElse(null);
            recentLinkType = linkType;
        }
        if (recent == null) {
            return false;
        }
        if (captured > copy.length) {
            copy = new byte[Integer.highestOneBit(captured) * 2];
        }
        MemorySegment.copy(memory, JAVA_BYTE, at, copy, 0, captured);
        return recent.applyFilter(copy, wire, captured);
    }

    private Optional<BpfProgram> tryToCompile(int linkType) {
        try {
            return Optional.of(compile(expression, linkType));
        } catch (PcapNativeException e) {
            var log = System.getLogger(Bpf.class.getName());
            log.log(System.Logger.Level.WARNING, "filter matches nothing on link type {0}: {1}", linkType, reason(e));
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        programs.values().forEach(program -> program.ifPresent(BpfProgram::free));
        programs.clear();
    }
}
