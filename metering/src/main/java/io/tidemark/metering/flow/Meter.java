package io.tidemark.metering.flow;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.metering.decode.FrameDecoder;
import io.tidemark.metering.decode.Packet;
import io.tidemark.metering.ledger.Cause;
import io.tidemark.metering.ledger.Ledger;
import io.tidemark.metering.source.FrameHandler;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * The metering process (RFC 7011, 2.1): frames in, records of biflows out, cut at window edges. One thread calls it.
 *
 * <p>A row of the table outlives windows; its counts belong to one window at a time. A packet of another window cuts the row's
 * record first, so a packet out of order costs a record and never a sweep. A window's end sweeps the table once: rows that
 * counted in it are cut, rows that ended or fell idle are freed. When the table is full, the row that was silent longest of
 * a few is cut early; when even that one is fresh, the packet is counted as {@code table_full}.
 *
 * <p>Frames are counted in bursts. In a table of 100,000 rows the next packet's row is in no cache of the processor, and a packet alone
 * would wait for it, some 100 ns; the rows of a burst are asked for together ({@link FlowTable#fetch}), so the waits overlap.
 */
public final class Meter implements FrameHandler {
    /** Instants further away than this become it, so that the arithmetic of windows cannot overflow: years 1677 and 2262. */
    private static final long MOST_TIME = Long.MAX_VALUE - 4 * 86_400_000_000_000L;

    private static final int MOST_OPEN_WINDOWS =
            64; // then the old ones are cut: a file whose times jump, or ran ahead once
    private static final int BURST = 32; // with 16 the waits overlap less, 64 gain nothing more
    private static final int EVICTION_SAMPLE = 16;
    private static final long FRESH_NANOS = 100_000_000L; // a row this young is not cut for lack of room
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST = 8 << 8;
    private static final int ECHO_REQUEST_6 = 128 << 8;
    private static final int ECHO_REPLY_6 = 129 << 8;
    private static final int FLAGS = 0xFF; // in the facts
    private static final int TCP = 6;
    private static final int ICMP = 1;
    private static final int ICMP_6 = 58;

    private final Settings settings;
    private final FlowSink sink;
    private final FrameDecoder decoder = new FrameDecoder();
    private final FlowTable table;
    private final OpenWindows windows;
    private final RowRecord record = new RowRecord();
    private final List<Ledger> totals = new ArrayList<>();
    private final Arrival[] burst = new Arrival[BURST];
    private int waiting; // of them
    private MemorySegment burstMemory;
    private int burstPoint;
    private int burstLinkType;
    private OpenWindow newest = OpenWindow.NONE; // none: not known
    private long newestWindow = Long.MIN_VALUE;
    private long newestTime = Long.MIN_VALUE;
    private long marked = Long.MIN_VALUE; // start of the latest window given to the sink
    private boolean begun;
    private int hand; // where the search for a row to cut goes on

    public Meter(Settings settings, FlowSink sink) {
        this.settings = settings;
        this.sink = sink;
        boolean longLived = settings.clocked(); // a file is read before large pages pay
        table = new FlowTable(settings.maxRows(), settings.initialRows(), longLived);
        windows = new OpenWindows(settings.window());
        for (int i = 0; i < BURST; i++) {
            burst[i] = new Arrival();
        }
    }

    /** The frame waits for others and is counted with them, at the latest when someone asks what was counted. */
    @Override
    public void frame(
            int point, int linkType, long timeNanos, MemorySegment memory, long at, int captured, int wire, int way) {
        if (memory != burstMemory || point != burstPoint || linkType != burstLinkType) {
            settle();
            burstMemory = memory;
            burstPoint = point;
            burstLinkType = linkType;
        }
        Arrival arrival = burst[waiting++];
        arrival.time = timeNanos;
        arrival.at = at;
        arrival.captured = captured;
        arrival.wire = wire;
        arrival.way = way << Row.WAY;
        if (waiting == BURST) {
            settle();
        }
    }

    /** Counts the frames that wait. A sink that asks for totals meanwhile gets them as they stand. */
    @Override
    public void settle() {
        int size = waiting;
        if (size == 0) {
            return;
        }
        waiting = 0;
        decode(size);
        table.fetch(burst, size);
        int i = 0;
        while (i < size) {
            i = countUsual(i, size);
            if (i < size) {
                count(burst[i]);
                i++;
            }
        }
        Reference.reachabilityFence(this); // its rows are only known by address
    }

    /** Runs of like frames in loops that call nothing, so that the compiler keeps what they need in registers. */
    private void decode(int size) {
        decoder.aim(burstPoint, burstLinkType, burstMemory);
        int i = 0;
        while (i < size) {
            int begin = i;
            i = decodeIpv4(i, size);
            i = decodeIpv6(i, size);
            if (i == begin) {
                decode(burst[i]);
                i++;
            }
        }
    }

    private int decodeIpv4(int begin, int size) {
        int i = begin;
        while (i < size && decoder.ipv4AtOnce(burst[i], burst[i].at, burst[i].captured)) {
            burst[i].ip = true;
            i++;
        }
        return i;
    }

    private int decodeIpv6(int begin, int size) {
        int i = begin;
        while (i < size && decoder.ipv6AtOnce(burst[i], burst[i].at, burst[i].captured)) {
            burst[i].ip = true;
            i++;
        }
        return i;
    }

    private void decode(Arrival arrival) {
        FrameDecoder.Result result = decoder.byLayers(arrival, arrival.at, arrival.captured, arrival.wire);
        arrival.ip = result == FrameDecoder.Result.IP;
        arrival.malformed = result == FrameDecoder.Result.MALFORMED;
    }

    /** Counts packets that are in no flow, in the window of this time: what the kernel dropped, what a filter did not want. */
    public void drop(Cause cause, int point, long timeNanos, long packets, long frameBytes) {
        OpenWindow window = newest;
        if (!window.holds(timeNanos)) { // those that wait may be of one that ends now
            settle();
            window = windowAt(clamp(timeNanos));
        }
        window.ledger(point).dropped(cause, packets, frameBytes);
    }

    @Override
    public void left(Cause cause, int point, long timeNanos, int wire) {
        drop(cause, point, timeNanos, 1, wire);
    }

    /** A handler that counts frames under this cause and looks at nothing in them. */
    public FrameHandler dropping(Cause cause) {
        return (point, linkType, time, memory, at, captured, wire, way) -> drop(cause, point, time, 1, wire);
    }

    /**
     * The clock stands here, ns since 1970: windows that have ended are cut and given to the sink; the last of them even if
     * nothing was counted in it. Call it some hundred ms behind the time of day, so that packets still on the way arrive before.
     */
    public void advance(long nowNanos) {
        settle();
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
        settle();
        for (int i = 1; i < table.top(); i++) {
            long row = table.row(i);
            if (Row.isUsed(Row.get(row, Row.STATE))) {
                cut(row, Row.hasEnded(Row.get(row, Row.STATE)) ? EndReason.END_REASON_END_OF_FLOW : reason);
            }
        }
        table.clear();
        giveBefore(Long.MAX_VALUE);
        sink.end();
    }

    /** Biflows in the table. */
    public int activeFlows() {
        settle();
        return table.size();
    }

    /** Observation points that counted anything so far: their indices are below this. */
    public int points() {
        settle();
        int points = totals.size();
        for (OpenWindow window : windows.all()) {
            points = Math.max(points, window.ledgers().size());
        }
        return points;
    }

    /** All that this point counted since the meter began; a copy. What a sink moved to another cause is moved here too. */
    public Ledger total(int point) {
        settle();
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
        newest = window.start == newestWindow ? window : OpenWindow.NONE;
        return window;
    }

    /**
     * Counts the packets of a burst that are as most are: of the newest window, in a row that is where it was looked for and
     * counts in that window, too, and with nothing new in it but what adds up.
     *
     * @return the place of the first that is not, or the burst's size
     */
    private int countUsual(int begin, int size) {
        OpenWindow window = newest;
        long frameBytes = 0;
        int i = begin;
        while (i < size && countUsual(burst[i], window)) {
            frameBytes += burst[i].wire;
            i++;
        }
        if (i > begin) {
            window.ledger(burstPoint).metered(i - begin, frameBytes);
            newestTime = Math.max(newestTime, burst[i - 1].time);
        }
        return i;
    }

    /** True: it is counted. False: it is as it was. */
    private static boolean countUsual(Arrival arrival, OpenWindow window) {
        int direction = arrival.direction();
        long row = arrival.guess;
        long time = arrival.time;
        long first = Row.get(row, Row.FIRST);
        int facts = Row.getInt(row, Row.part4(Row.FACTS, direction));
        int told = arrival.facts() | arrival.way;
        if (!arrival.ip
                || !FlowTable.isOf(row, arrival)
                || first < window.from
                || time < first
                || time >= window.to
                || ((facts ^ told) & ~FLAGS) != 0
                || !TcpFacts.isUsual(row, direction, arrival)) {
            return false;
        }
        Row.set(row, Row.LAST, Math.max(Row.get(row, Row.LAST), time));
        Row.setInt(row, Row.part4(Row.FACTS, direction), facts | told);
        Row.add(row, Row.counter(Row.PACKETS, direction), 1);
        Row.add(row, Row.counter(Row.BYTES, direction), arrival.ipBytes());
        Row.add(row, Row.counter(Row.FRAME_BYTES, direction), arrival.wire);
        return true;
    }

    private void count(Arrival arrival) {
        arrival.time = clamp(arrival.time);
        OpenWindow window = windowAt(arrival.time);
        if (!arrival.ip) {
            Cause cause = arrival.malformed ? Cause.MALFORMED_IP : Cause.NOT_IP;
            window.ledger(burstPoint).dropped(cause, 1, arrival.wire);
            return;
        }
        long row = table.find(arrival);
        if (row == 0) {
            if (table.isFull() && !evict()) {
                window.ledger(burstPoint).dropped(Cause.TABLE_FULL, 1, arrival.wire);
                return;
            }
            row = table.add(arrival);
            begin(arrival, row);
        }
        TcpFacts.keepSynTime(row);
        window.ledger(burstPoint).metered(1, arrival.wire);
        if (window.holds(Row.get(row, Row.FIRST))) {
            Row.set(row, Row.FIRST, Math.min(Row.get(row, Row.FIRST), arrival.time));
            Row.set(row, Row.LAST, Math.max(Row.get(row, Row.LAST), arrival.time));
        } else {
            cut(row, EndReason.END_REASON_ACTIVE);
            start(arrival, row);
        }
        add(arrival, row);
    }

    /** What a biflow keeps from its first packet in all windows. */
    private static void begin(Packet packet, long row) {
        long state = Row.get(row, Row.STATE) | (packet.protocol() == TCP ? 0 : TcpFacts.NO_TCP);
        int answers = packet.srcPort() < packet.dstPort() ? 1 : 0; // a guess
        Row.set(row, Row.STATE, TcpFacts.initiator(state, packet.direction() ^ answers));
    }

    /** What a record keeps from its first packet. */
    private static void start(Arrival arrival, long row) {
        Row.set(row, Row.FIRST, arrival.time);
        Row.set(row, Row.LAST, arrival.time);
        long told = arrival.vlan() | (long) arrival.icmpTypeCode() << Row.ICMP_SHIFT;
        int tunnel = arrival.tunnelType().ordinal();
        if (tunnel != 0) {
            told |= (long) tunnel << Row.TUNNEL_SHIFT | (arrival.tunnelIpv4() ? Row.TUNNEL_IPV4 : 0);
            long rarest = Row.rarest(row);
            Row.set(rarest, Row.TUNNEL_ID, arrival.tunnelId());
            Row.set(rarest, Row.TUNNEL_SRC_HIGH, arrival.tunnelSrcHigh());
            Row.set(rarest, Row.TUNNEL_SRC_LOW, arrival.tunnelSrcLow());
            Row.set(rarest, Row.TUNNEL_DST_HIGH, arrival.tunnelDstHigh());
            Row.set(rarest, Row.TUNNEL_DST_LOW, arrival.tunnelDstLow());
        }
        Row.set(row, Row.STATE, Row.get(row, Row.STATE) & ~Row.OF_FIRST | told);
    }

    /** Adds what the packet says to its row, whose window is open. */
    private void add(Arrival arrival, long row) {
        int direction = arrival.direction();
        int known = Row.getInt(row, Row.part4(Row.FACTS, direction));
        int told = arrival.facts() | arrival.way;
        if (((known ^ told) & ~FLAGS) != 0) {
            known = changed(known, told, Row.get(row, Row.counter(Row.PACKETS, direction)) == 0);
        }
        Row.setInt(row, Row.part4(Row.FACTS, direction), known | told & FLAGS);
        Row.add(row, Row.counter(Row.PACKETS, direction), 1);
        Row.add(row, Row.counter(Row.BYTES, direction), arrival.ipBytes());
        Row.add(row, Row.counter(Row.FRAME_BYTES, direction), arrival.wire);
        if (!TcpFacts.isUsual(row, direction, arrival)) {
            unusual(arrival, row, direction);
        }
    }

    /** The facts of a direction whose time to live, DSCP or way is new. The first packet's DSCP stays. */
    private static int changed(int old, int told, boolean first) {
        if (first) {
            return told;
        }
        int known = old | told & Row.WAYS;
        int ttl = told >>> Packet.LEAST_TTL & 0xFF;
        int least = known >>> Packet.LEAST_TTL & 0xFF;
        int largest = known >>> Packet.LARGEST_TTL & 0xFF;
        if (ttl < least) {
            return known ^ (least ^ ttl) << Packet.LEAST_TTL;
        }
        return ttl > largest ? known ^ (largest ^ ttl) << Packet.LARGEST_TTL : known;
    }

    private static void unusual(Arrival arrival, long row, int direction) {
        if (arrival.tcp()) {
            TcpFacts.unusual(row, direction, arrival, arrival.time);
        } else if (arrival.protocol() == ICMP || arrival.protocol() == ICMP_6) {
            echo(arrival, row, direction);
        }
    }

    private static void echo(Packet packet, long row, int direction) {
        long state = Row.get(row, Row.STATE);
        if ((state & Row.INITIATOR_SEEN) != 0) {
            return;
        }
        int type = packet.icmpTypeCode() & 0xFF00;
        boolean six = packet.protocol() == ICMP_6;
        if (type == (six ? ECHO_REQUEST_6 : ECHO_REQUEST)) {
            Row.set(row, Row.STATE, TcpFacts.initiator(state, direction) | Row.INITIATOR_SEEN);
        } else if (type == (six ? ECHO_REPLY_6 : ECHO_REPLY)) {
            Row.set(row, Row.STATE, TcpFacts.initiator(state, 1 - direction));
        }
    }

    /** Gives the row's record to the sink, if it counted anything, and sets its counts to zero. */
    private void cut(long row, EndReason reason) {
        if (Row.isEmpty(row)) {
            return;
        }
        record.wrap(row, windows.startOf(Row.get(row, Row.FIRST)), reason);
        sink.flow(record);
        Row.clearCounts(row);
    }

    /** Sweeps the table: records of windows before this one leave, in the order of their rows; so do those windows. */
    private void cutBefore(long window) {
        long idleSince =
                Long.MIN_VALUE + settings.idleNanos() > window ? Long.MIN_VALUE : window - settings.idleNanos();
        for (int i = 1; i < table.top(); i++) {
            long row = table.row(i);
            if (Row.isUsed(Row.get(row, Row.STATE)) && Row.get(row, Row.FIRST) < window) {
                leave(i, row, idleSince);
            }
        }
        giveBefore(window);
    }

    /** One row of a sweep: its record leaves, and if it has ended or was idle, so does the row. */
    private void leave(int number, long row, long idleSince) {
        boolean ended = Row.hasEnded(Row.get(row, Row.STATE));
        boolean idle = Row.get(row, Row.LAST) <= idleSince;
        cut(row, reason(ended, idle));
        if (ended || idle) {
            table.remove(number);
        }
    }

    private static EndReason reason(boolean ended, boolean idle) {
        return ended
                ? EndReason.END_REASON_END_OF_FLOW
                : idle ? EndReason.END_REASON_IDLE : EndReason.END_REASON_ACTIVE;
    }

    private void giveBefore(long window) {
        for (OpenWindow ended : windows.takeBefore(window)) {
            newest = OpenWindow.NONE;
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
            hand = hand + 1 < table.top() ? hand + 1 : 1;
            long row = table.row(hand);
            long last = Row.hasEnded(Row.get(row, Row.STATE)) ? Long.MIN_VALUE : Row.get(row, Row.LAST);
            if (last < oldestTime) {
                oldest = hand;
                oldestTime = last;
            }
        }
        if (oldest < 0) {
            return false;
        }
        long row = table.row(oldest);
        boolean ended = Row.hasEnded(Row.get(row, Row.STATE));
        cut(row, ended ? EndReason.END_REASON_END_OF_FLOW : EndReason.END_REASON_LACK_OF_RESOURCES);
        table.remove(oldest);
        return true;
    }
}
