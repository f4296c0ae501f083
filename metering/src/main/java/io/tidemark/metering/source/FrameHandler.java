package io.tidemark.metering.source;

import java.lang.foreign.MemorySegment;

/** Takes frames, one a call, on the source's polling thread. */
@FunctionalInterface
public interface FrameHandler {
    /**
     * A frame arrived. Its memory is the source's and holds it only until this returns.
     *
     * @param point      observation point, an index into {@link FrameSource#points()}
     * @param linkType   LINKTYPE_ value of the frame (pcap-linktype(7)): 1 is Ethernet
     * @param timeNanos  packet time, ns since 1970
     * @param memory     holds the frame
     * @param at         offset of its first byte
     * @param captured   bytes that are there, 0 to {@code wire}
     * @param wire       length of the frame on the wire in bytes
     */
    void frame(int point, int linkType, long timeNanos, MemorySegment memory, long at, int captured, int wire);
}
