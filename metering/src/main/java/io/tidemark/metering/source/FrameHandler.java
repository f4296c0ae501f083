package io.tidemark.metering.source;

import io.tidemark.metering.ledger.Cause;
import java.lang.foreign.MemorySegment;

/** Takes frames, one a call, on the source's polling thread. It may look at several together, in {@link #settle}. */
@FunctionalInterface
public interface FrameHandler {
    /**
     * A frame arrived. Its memory is the source's and holds it until {@link #settle} has returned.
     *
     * @param point      observation point, an index into {@link FrameSource#points()}
     * @param linkType   LINKTYPE_ value of the frame (pcap-linktype(7)): 1 is Ethernet
     * @param timeNanos  packet time, ns since 1970
     * @param memory     holds the frame
     * @param at         offset of its first byte
     * @param captured   bytes that are there, &gt;= 0; more than {@code wire} in broken files only
     * @param wire       length of the frame on the wire in bytes
     * @param way        which way it went by the point: {@link Way}
     */
    void frame(int point, int linkType, long timeNanos, MemorySegment memory, long at, int captured, int wire, int way);

    /**
     * A frame arrived and was left out by the source itself. Who adds up what was received counts it; the others need not.
     *
     * @param cause     {@link Cause#FILTERED} or {@link Cause#NOT_SAMPLED}
     * @param point     as in {@link #frame}
     * @param timeNanos packet time, ns since 1970
     * @param wire      length of the frame on the wire in bytes
     */
    default void left(Cause cause, int point, long timeNanos, int wire) {}

    /**
     * The memory of the frames that were handed over so far holds them no longer after this. A source calls it before it changes or
     * frees that memory, and before {@link FrameSource#poll} returns, however it returns.
     */
    default void settle() {}
}
