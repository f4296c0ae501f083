package io.tidemark.metering.flow;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.metering.decode.FrameDecoder;
import io.tidemark.metering.decode.Packet;
import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.ledger.Ledger;
import io.tidemark.metering.source.FrameHandler;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The metering process (RFC 7011, 2.1): frames in, records of biflows out, cut at window edges. One thread calls it.
 *
 * <p>A row of the table outlives windows; its counts belong to one window at a time. A packet of another window cuts the row's
 * record first, so a packet out of order costs a record and never a sweep. A window's end sweeps the table once: rows that
 * counted in it are cut, rows that ended or fell idle are freed. When the table is full, the row that was silent longest of
 * a few is cut early; when even that one is fresh, the packet is counted as {@code table_full}.
 */
public final class Meter implements FrameHandler {
    /** Instants further away than this become it, so that the arithmetic of windows cannot overflow: years 1677 and 2262. */
    private static final long MOST_TIME = Long.MAX_VALUE - 4 * 86_400_000_000_000L;

    private static final int MOST_OPEN_WINDOWS =
            64; // then the old ones are cut: a file whose times jump, or ran ahead once
    private static final int EVICTION_SAMPLE = 16;
    private static final long FRESH_NANOS = 100_000_000L; // a row this young is not cut for lack of room
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST = 8 << 8;
    private static final int ECHO_REQUEST_6 = 128 << 8;
    private static final int ECHO_REPLY_6 = 129 << 8;
    private static final long TTLS = 0xFF_00FF_0000L; // of direction 0 in Row.FACTS
    private static final int TCP = 6;
    private static final int ICMP = 1;
    private static final int ICMP_6 = 58;

    private final Settings settings;
    private final FlowSink sink;
    private final FrameDecoder decoder = new FrameDecoder();
    private final Burst burst = new Burst();
    private final FlowTable table;
    private final OpenWindows windows;
    private final RowRecord record = new RowRecord();
    private final List<Ledger> totals = new ArrayList<>();
    private OpenWindow newest; // null: not known
    private long newestWindow = Long.MIN_VALUE;
    private long newestTime = Long.MIN_VALUE;
    private long marked = Long.MIN_VALUE; // start of the latest window given to the sink
    private boolean begun;
    private int hand; // where the search for a row to cut goes on

    public Meter(Settings settings, FlowSink sink) {
        this.settings = settings;
        this.sink = sink;
        table = new FlowTable(settings.maxRows(), settings.initialRows());
        windows = new OpenWindows(settings.window());
    }

    /** Decodes the frame; it is counted with the burst that it is in, at the latest when someone asks what was counted. */
    @Override
    public void frame(int point, int linkType, long timeNanos, MemorySegment memory, long at, int captured, int wire) {
        Arrival arrival = burst.arrivals[burst.size++];
        FrameDecoder.Result result = decoder.decode(arrival.packet, linkType, memory, at, captured, wire);
        arrival.ip = result == FrameDecoder.Result.IP;
        arrival.time = clamp(timeNanos);
        arrival.point = point;
        arrival.wire = wire;
        if (arrival.ip) {
            table.aim(arrival);
        } else {
            arrival.malformed = result == FrameDecoder.Result.MALFORMED;
        }
        if (burst.isFull()) {
            countBurst();
        }
    }

    /** A sink that asks for totals while it runs gets them as they stand. */
    private void countBurst() {
        int size = burst.size;
        burst.size = 0;
        table.fetch(burst.arrivals, size);
        for (int i = 0; i < size; i++) {
            Arrival arrival = burst.arrivals[i];
            OpenWindow window = windowAt(arrival.time);
            if (arrival.ip) {
                count(arrival, window);
            } else {
                Cause cause = arrival.malformed ? Cause.MALFORMED_IP : Cause.NOT_IP;
                window.ledger(arrival.point).dropped(cause, 1, arrival.wire);
            }
        }
    }

    /** Counts the frames that wait for their burst to fill: so ends a turn of a source that gives no more for now. */
    public void settle() {
        countBurst();
    }

    /** Counts packets that are in no flow, in the window of this time: what the kernel dropped, what a filter did not want. */
    public void drop(Cause cause, int point, long timeNanos, long packets, long frameBytes) {
        countBurst();
        windowAt(clamp(timeNanos)).ledger(point).dropped(cause, packets, frameBytes);
    }

    @Override
    public void left(Cause cause, int point, long timeNanos, int wire) {
        drop(cause, point, timeNanos, 1, wire);
    }

    /** A handler that counts frames under this cause and looks at nothing in them. */
    public FrameHandler dropping(Cause cause) {
        return (point, linkType, time, memory, at, captured, wire) -> drop(cause, point, time, 1, wire);
    }

    /**
     * The clock stands here, ns since 1970: windows that have ended are cut and given to the sink; the last of them even if
     * nothing was counted in it. Call it some hundred ms behind the time of day, so that packets still on the way arrive before.
     */
    public void advance(long nowNanos) {
        countBurst();
        if (settings.windowless()) {
            return;
        }
        long current = windows.startOf(clamp(nowNanos));
        long ended = current - settings.window().nanos();
        if (!begun) {
            begun = true;
            marked = ended; // the window before the first is not ours
        }
        if (marked < ended || windows.anyBefore(current)) {
            cutBefore(current);
        }
        if (marked < ended) {
            marked = ended;
            sink.windowEnd(ended, List.of());
        }
    }

    /** The capture is over: every row and every open window goes to the sink, then its end. */
    public void finish(EndReason reason) {
        countBurst();
        for (int row = 0; row < table.top(); row++) {
            long[] rows = table.rows(row);
            int at = FlowTable.at(row);
            if (Row.isUsed(rows[at + Row.STATE])) {
                cut(rows, at, Row.hasEnded(rows[at + Row.STATE]) ? EndReason.END_REASON_END_OF_FLOW : reason);
            }
        }
        table.clear();
        giveBefore(Long.MAX_VALUE);
        sink.end();
    }

    /** Biflows in the table. */
    public int activeFlows() {
        countBurst();
        return table.size();
    }

    /** Observation points that counted anything so far: their indices are below this. */
    public int points() {
        countBurst();
        int points = totals.size();
        for (OpenWindow window : windows.all()) {
            points = Math.max(points, window.ledgers().size());
        }
        return points;
    }

    /** All that this point counted since the meter began; a copy. What a sink moved to another cause is moved here too. */
    public Ledger total(int point) {
        countBurst();
        var total = new Ledger();
        if (point < totals.size()) {
            total.add(totals.get(point));
        }
        for (OpenWindow window : windows.all()) {
            List<Ledger> ledgers = window.ledgers();
            if (point < ledgers.size() && ledgers.get(point) != null) {
                total.add(ledgers.get(point));
            }
        }
        return total;
    }

    private static long clamp(long time) {
        return Math.clamp(time, -MOST_TIME, MOST_TIME);
    }

    /** The window of a packet. One that is newer than all before ends those before it, if packet time is the clock. */
    private OpenWindow windowAt(long time) {
        newestTime = Math.max(newestTime, time);
        OpenWindow window = windows.at(time);
        if (window == newest) {
            return window;
        }
        if (window.start > newestWindow) {
            newestWindow = window.start;
            if (!settings.clocked() && windows.anyBefore(window.start)) {
                cutBefore(window.start);
                window = windows.at(time);
            }
        }
        if (windows.size() > MOST_OPEN_WINDOWS) {
            cutBefore(newestWindow);
            window = windows.at(time);
        }
        newest = window.start == newestWindow ? window : null;
        return window;
    }

    private void count(Arrival arrival, OpenWindow window) {
        int row = table.find(arrival);
        if (row < 0) {
            if (table.isFull() && !evict()) {
                window.ledger(arrival.point).dropped(Cause.TABLE_FULL, 1, arrival.wire);
                return;
            }
            row = table.add(arrival);
            begin(arrival, table.rows(row), FlowTable.at(row));
        }
        window.ledger(arrival.point).metered(arrival.wire);
        count(arrival, table.rows(row), FlowTable.at(row), window);
    }

    /** Facts that a biflow keeps from its first packet. */
    private void begin(Arrival arrival, long[] rows, int at) {
        Packet packet = arrival.packet;
        long state = rows[at + Row.STATE] | packet.vlan();
        int tunnel = packet.tunnelType().ordinal();
        if (tunnel != 0) {
            state |= (long) tunnel << Row.TUNNEL_SHIFT | (packet.tunnelIpv4() ? Row.TUNNEL_IPV4 : 0);
            rows[at + Row.TUNNEL_ID] = packet.tunnelId();
            rows[at + Row.TUNNEL_SRC_HIGH] = packet.tunnelSrcHigh();
            rows[at + Row.TUNNEL_SRC_LOW] = packet.tunnelSrcLow();
            rows[at + Row.TUNNEL_DST_HIGH] = packet.tunnelDstHigh();
            rows[at + Row.TUNNEL_DST_LOW] = packet.tunnelDstLow();
        }
        int answers = packet.srcPort() < packet.dstPort() ? 1 : 0; // a guess
        rows[at + Row.STATE] = TcpFacts.initiator(state, arrival.direction ^ answers);
    }

    private void count(Arrival arrival, long[] rows, int at, OpenWindow window) {
        Packet packet = arrival.packet;
        int direction = arrival.direction;
        long first = rows[at + Row.FIRST];
        if (window.holds(first)) {
            rows[at + Row.FIRST] = Math.min(first, arrival.time);
            rows[at + Row.LAST] = Math.max(rows[at + Row.LAST], arrival.time);
        } else {
            cut(rows, at, EndReason.END_REASON_ACTIVE);
            start(arrival, rows, at);
        }
        int counters = at + Row.REVERSE * direction;
        long packets = rows[counters + Row.PACKETS];
        facts(packet, rows, at, direction, packets == 0);
        rows[counters + Row.PACKETS] = packets + 1;
        rows[counters + Row.BYTES] += packet.ipBytes();
        rows[counters + Row.FRAME_BYTES] += arrival.wire;
        if (packet.protocol() == TCP && packet.tcp()) {
            TcpFacts.update(rows, at, direction, packet, arrival.time);
        } else if (packet.protocol() == ICMP || packet.protocol() == ICMP_6) {
            echo(packet, rows, at, direction);
        }
    }

    private void start(Arrival arrival, long[] rows, int at) {
        rows[at + Row.FIRST] = arrival.time;
        rows[at + Row.LAST] = arrival.time;
        long code = (long) arrival.packet.icmpTypeCode() << Row.ICMP_SHIFT;
        rows[at + Row.STATE] = rows[at + Row.STATE] & ~Row.ICMP_MASK | code;
    }

    private void facts(Packet packet, long[] rows, int at, int direction, boolean first) {
        int shift = 8 * direction;
        long facts = rows[at + Row.FACTS];
        long ttl = packet.ttl();
        long usual = ttl << 16 | ttl << 32;
        if (first || (facts >>> shift & TTLS) != usual) {
            facts = timeToLive(facts, shift, ttl, packet.dscp(), first);
        }
        rows[at + Row.FACTS] = facts | (long) packet.tcpFlags() << shift;
    }

    private static long timeToLive(long facts, int shift, long ttl, long dscp, boolean first) {
        if (first) {
            return facts | ttl << 16 + shift | ttl << 32 + shift | dscp << 48 + shift;
        }
        long least = facts >>> 16 + shift & 0xFF;
        long largest = facts >>> 32 + shift & 0xFF;
        if (ttl < least) {
            return facts ^ (least ^ ttl) << 16 + shift;
        }
        return ttl > largest ? facts ^ (largest ^ ttl) << 32 + shift : facts;
    }

    private void echo(Packet packet, long[] rows, int at, int direction) {
        long state = rows[at + Row.STATE];
        if ((state & Row.INITIATOR_SEEN) != 0) {
            return;
        }
        int type = packet.icmpTypeCode() & 0xFF00;
        boolean six = packet.protocol() == ICMP_6;
        if (type == (six ? ECHO_REQUEST_6 : ECHO_REQUEST)) {
            rows[at + Row.STATE] = TcpFacts.initiator(state, direction) | Row.INITIATOR_SEEN;
        } else if (type == (six ? ECHO_REPLY_6 : ECHO_REPLY)) {
            rows[at + Row.STATE] = TcpFacts.initiator(state, 1 - direction);
        }
    }

    /** Gives the row's record to the sink, if it counted anything, and sets its counts to zero. */
    private void cut(long[] rows, int at, EndReason reason) {
        if (Row.isEmpty(rows, at)) {
            return;
        }
        record.wrap(rows, at, windows.startOf(rows[at + Row.FIRST]), reason);
        sink.flow(record);
        rows[at + Row.FIRST] = Row.NEVER;
        for (int i = Row.PACKETS; i <= Row.FACTS; i++) {
            rows[at + i] = 0;
        }
        if ((rows[at + Row.STATE] & Row.RARE_COUNTS) != 0) {
            rows[at + Row.STATE] ^= Row.RARE_COUNTS;
            for (int i = Row.DISORDER; i <= Row.SERVER_RTT; i++) {
                rows[at + i] = 0;
            }
        }
    }

    /** Sweeps the table: records of windows before this one leave, in the order of their rows; so do those windows. */
    private void cutBefore(long window) {
        long idleSince =
                Long.MIN_VALUE + settings.idleNanos() > window ? Long.MIN_VALUE : window - settings.idleNanos();
        for (int row = 0; row < table.top(); row++) {
            long[] rows = table.rows(row);
            int at = FlowTable.at(row);
            long state = rows[at + Row.STATE];
            if (!Row.isUsed(state) || rows[at + Row.FIRST] >= window) {
                continue;
            }
            boolean ended = Row.hasEnded(state);
            boolean idle = rows[at + Row.LAST] <= idleSince;
            cut(rows, at, reason(ended, idle));
            if (ended || idle) {
                table.remove(row);
            }
        }
        giveBefore(window);
    }

    private static EndReason reason(boolean ended, boolean idle) {
        return ended
                ? EndReason.END_REASON_END_OF_FLOW
                : idle ? EndReason.END_REASON_IDLE : EndReason.END_REASON_ACTIVE;
    }

    private void giveBefore(long window) {
        for (OpenWindow ended : windows.takeBefore(window)) {
            newest = null;
            List<Ledger> ledgers = ended.ledgers();
            sink.windowEnd(ended.start, ledgers);
            marked = Math.max(marked, ended.start);
            for (int point = 0; point < ledgers.size(); point++) {
                if (totals.size() <= point) {
                    totals.add(new Ledger());
                }
                if (ledgers.get(point) != null) {
                    totals.get(point).add(ledgers.get(point));
                }
            }
        }
    }

    /** Frees the row that was silent longest among the next few, or one that has ended. False: all of them are fresh. */
    private boolean evict() {
        int oldest = -1;
        long oldestTime = newestTime - FRESH_NANOS;
        for (int i = 0; i < EVICTION_SAMPLE; i++) {
            hand = hand + 1 < table.top() ? hand + 1 : 0;
            long[] rows = table.rows(hand);
            int at = FlowTable.at(hand);
            long last = Row.hasEnded(rows[at + Row.STATE]) ? Long.MIN_VALUE : rows[at + Row.LAST];
            if (last < oldestTime) {
                oldest = hand;
                oldestTime = last;
            }
        }
        if (oldest < 0) {
            return false;
        }
        long[] rows = table.rows(oldest);
        int at = FlowTable.at(oldest);
        boolean ended = Row.hasEnded(rows[at + Row.STATE]);
        cut(rows, at, ended ? EndReason.END_REASON_END_OF_FLOW : EndReason.END_REASON_LACK_OF_RESOURCES);
        table.remove(oldest);
        return true;
    }
}
