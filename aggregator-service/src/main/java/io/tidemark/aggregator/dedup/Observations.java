package io.tidemark.aggregator.dedup;

import io.tidemark.aggregator.memory.Share;
import io.tidemark.contract.flow.FlowBatch;

/**
 * What the observation points of one window saw of each biflow, until the window closes. Then, for each direction of a
 * biflow, one point's observation is counted and the others are set aside.
 *
 * <p>Which one: of the points that saw nearly as much as the one that saw most (seven eighths of its packets), the first in an
 * order that does not change from window to window: outside of tunnels before inside, then by node and name. So a packet that
 * passes two points at a window's edge, in one window here and in the next one there, is not counted twice or not at all, as
 * it would be if the points took turns. A direction is chosen by itself, as the way back may pass elsewhere.
 *
 * <p>A biflow is known by its addresses, ports and protocol, the same both ways. Address translation makes another biflow of it.
 *
 * <p>Space: at most 72 bytes a biflow and 128 bytes an observation of it, up to twice that right after growing; never more than for
 * the bound's biflows, and for {@value #SEEN_BY} times as many observations. Past it, or where there is no memory for more, what is not here yet is counted as it
 * comes, at every point that saw it.
 */
public final class Observations {
    private static final int FIRST = 64;
    /** Observation points that see a biflow on average, at most: a pod's interface, a bridge, two uplinks. */
    private static final int SEEN_BY = 4;

    private static final long IPV4 = 1L << 40;
    /** An observation: where and what follows it, flows and flags, counts from A to B, from B to A, handshake. */
    private static final int STRIDE = 16;

    private static final int LINK =
            0; // point in the upper half; lower half: next observation of the biflow + 1, 0: none
    private static final int FLOWS = 1;
    private static final int COUNTS = 2;
    private static final int CLIENT_RTT = 14;
    private static final int SERVER_RTT = 15;
    /** Flags beside the number of flows. */
    private static final long CLIENT_B = 1L << 60;

    private static final long SEEN = 1L << 61;
    private static final long TUNNELLED = 1L << 62;
    private static final long NUMBER = (1L << 60) - 1;

    /** Of a biflow: its first observation + 1, 0: there was no room for it; its first packet's time. */
    private static final int HEAD = 0;

    private static final int START = 1;
    private static final int BIFLOW = 2;

    private final KeyTable biflows;
    private final Points points = new Points();
    private final PointSets sets;
    private final Share memory;
    private long[] rows = {};
    private int size;
    private int expected;
    private final long more; // observations there may be beside the first of each biflow
    private final long most; // and with these

    /**
     * None yet.
     *
     * @param bound  how many biflows are told apart
     * @param memory where its arrays come from
     */
    public Observations(int bound, Share memory) {
        this.more = (SEEN_BY - 1L) * bound;
        this.most = more + bound;
        this.memory = memory;
        this.biflows = new KeyTable(bound, BIFLOW, memory);
        this.sets = new PointSets(points, memory);
    }

    /** There will be about so many biflows, and observations of them. */
    public void expect(int manyBiflows, int manyObservations) {
        biflows.expect(manyBiflows);
        expected = manyObservations;
    }

    /** How many biflows there are. */
    public int biflows() {
        return biflows.size();
    }

    /** How many observations of them. */
    public int size() {
        return size;
    }

    /** The numbers of a batch's observation points, for {@link #add}, by their index in it. */
    public int[] points(FlowBatch batch) {
        return points.of(batch);
    }

    /** What {@link Facts#observedAt} is a number of. */
    public PointSets sets() {
        return sets;
    }

    /** Adds a flow that was seen at this point. False: there is no room for that, and nothing was added. */
    public boolean add(int point, Facts flow) {
        flow.observedAt = sets.of(point);
        boolean swap = isSwapped(flow);
        long ports = swap
                ? (long) flow.serverPort | (long) flow.clientPort << 16
                : (long) flow.clientPort | (long) flow.serverPort << 16;
        long rest = ports | (long) flow.protocol << 32 | (flow.ipv4 ? IPV4 : 0);
        int known = biflows.size();
        int biflow = swap
                ? biflows.row(flow.serverHigh, flow.serverLow, flow.clientHigh, flow.clientLow, rest)
                : biflows.row(flow.clientHigh, flow.clientLow, flow.serverHigh, flow.serverLow, rest);
        if (biflow == KeyTable.FULL) {
            return false;
        }
        int at = at(biflow, point);
        if (at == KeyTable.FULL) {
            return false;
        }
        int of = biflows.at(biflow) + START;
        biflows.values()[of] = biflow == known ? flow.start : Math.min(biflows.values()[of], flow.start);
        count(at, flow, swap);
        return true;
    }

    /** End A is the one with the lower address and port. */
    private static boolean isSwapped(Facts flow) {
        int order = Long.compareUnsigned(flow.clientHigh, flow.serverHigh);
        if (order == 0) {
            order = Long.compareUnsigned(flow.clientLow, flow.serverLow);
        }
        return order > 0 || order == 0 && flow.clientPort > flow.serverPort;
    }

    /** Where the biflow's observation at this point lies, made if it is absent; {@link KeyTable#FULL}: there is no room. */
    private int at(int biflow, int point) {
        int last = -1;
        for (int next = head(biflow); next != 0; next = (int) rows[last + LINK]) {
            last = (next - 1) * STRIDE;
            if (rows[last + LINK] >>> 32 == point) {
                return last;
            }
        }
        if (last >= 0 && size - biflows.size() >= more) {
            return KeyTable.FULL;
        }
        int at = size * STRIDE;
        if (at == rows.length && !grow()) {
            return KeyTable.FULL;
        }
        size++;
        rows[at + LINK] = (long) point << 32;
        for (int i = at + LINK + 1; i < at + STRIDE; i++) {
            rows[i] = 0;
        }
        if (last < 0) {
            biflows.values()[biflows.at(biflow) + HEAD] = size;
        } else {
            rows[last + LINK] |= size;
        }
        return at;
    }

    private boolean grow() {
        long wanted = Math.max(FIRST, size * 2L);
        while (size == 0 && wanted < expected) {
            wanted *= 2;
        }
        long length = Math.min(most, wanted) * STRIDE;
        var larger = length > Integer.MAX_VALUE - 8 ? null : memory.longs((int) length);
        if (larger == null) {
            return false;
        }
        System.arraycopy(rows, 0, larger, 0, rows.length);
        memory.drop(rows);
        rows = larger;
        return true;
    }

    private int head(int biflow) {
        return (int) biflows.values()[biflows.at(biflow) + HEAD];
    }

    private void count(int at, Facts flow, boolean swap) {
        long before = rows[at + FLOWS];
        boolean says = before == 0 || flow.initiatorSeen && (before & SEEN) == 0; // who began
        long client = says ? (swap ? CLIENT_B : 0) : before & CLIENT_B;
        long flags = before & (SEEN | TUNNELLED) | (flow.initiatorSeen ? SEEN : 0) | (flow.tunnelled ? TUNNELLED : 0);
        rows[at + FLOWS] = (before & NUMBER) + flow.flows | client | flags;
        long[] ab = swap ? flow.reverse : flow.forward;
        long[] ba = swap ? flow.forward : flow.reverse;
        for (int i = 0; i < Facts.DIRECTION; i++) {
            rows[at + COUNTS + i] += ab[i];
            rows[at + COUNTS + Facts.DIRECTION + i] += ba[i];
        }
        if (flow.clientRtt != 0) {
            rows[at + CLIENT_RTT] = flow.clientRtt;
        }
        if (flow.serverRtt != 0) {
            rows[at + SERVER_RTT] = flow.serverRtt;
        }
    }

    /** Gives every packet to {@code to}, in the order in which the biflows came. Call it once, when the window has closed. */
    public void resolve(Counted to) {
        var ranks = points.ranks();
        var aside = new long[points.size() * 2]; // packets and frame bytes of each point
        var flow = new Facts();
        for (int biflow = 0; biflow < biflows.size(); biflow++) {
            int first = (head(biflow) - 1) * STRIDE;
            if (first < 0) {
                continue; // it was counted as it came
            }
            int ab = first;
            int ba = first;
            int client = first;
            flow.observedAt = sets.of(point(first));
            if ((int) rows[first + LINK] != 0) {
                for (int at = next(first); at >= 0; at = next(at)) {
                    flow.observedAt = sets.union(flow.observedAt, sets.of(point(at)));
                }
                ab = choose(first, COUNTS, ranks, aside);
                ba = choose(first, COUNTS + Facts.DIRECTION, ranks, aside);
                client = whoKnowsTheClient(first, ab, ranks);
            }
            fill(flow, biflow, ab, ba, (rows[client + FLOWS] & CLIENT_B) != 0);
            to.flow(flow);
        }
        for (int point = 0; point < points.size(); point++) {
            if (aside[point * 2] != 0) {
                var name = points.get(point);
                to.duplicate(name.node(), name.name(), aside[point * 2], aside[point * 2 + 1]);
            }
        }
    }

    /** The observation whose packets of this direction count; those of the others are booked as set aside. */
    private int choose(int first, int counts, int[] ranks, long[] aside) {
        long most = 0;
        for (int at = first; at >= 0; at = next(at)) {
            most = Math.max(most, rows[at + counts]);
        }
        int chosen = -1;
        for (int at = first; at >= 0; at = next(at)) {
            boolean enough = rows[at + counts] >= most - most / 8;
            if (enough && (chosen < 0 || isBefore(at, chosen, ranks))) {
                chosen = at;
            }
        }
        for (int at = first; at >= 0; at = next(at)) {
            if (at != chosen) {
                int point = point(at);
                aside[point * 2] += rows[at + counts];
                aside[point * 2 + 1] += rows[at + counts + Facts.FRAME_BYTES];
            }
        }
        return chosen;
    }

    /** The first observation that saw the biflow begin; else the one that counts. */
    private int whoKnowsTheClient(int first, int counted, int[] ranks) {
        int found = -1;
        for (int at = first; at >= 0; at = next(at)) {
            if ((rows[at + FLOWS] & SEEN) != 0 && (found < 0 || isBefore(at, found, ranks))) {
                found = at;
            }
        }
        return found < 0 ? counted : found;
    }

    private boolean isBefore(int one, int other, int[] ranks) {
        long oneTunnelled = rows[one + FLOWS] & TUNNELLED;
        long otherTunnelled = rows[other + FLOWS] & TUNNELLED;
        return oneTunnelled != otherTunnelled ? oneTunnelled == 0 : ranks[point(one)] < ranks[point(other)];
    }

    private int point(int at) {
        return (int) (rows[at + LINK] >>> 32);
    }

    private int next(int at) {
        return ((int) rows[at + LINK] - 1) * STRIDE; // below 0: none
    }

    private void fill(Facts flow, int biflow, int ab, int ba, boolean clientB) {
        long rest = biflows.key(biflow, 4);
        int client = clientB ? 2 : 0;
        flow.clientHigh = biflows.key(biflow, client);
        flow.clientLow = biflows.key(biflow, client + 1);
        flow.serverHigh = biflows.key(biflow, 2 - client);
        flow.serverLow = biflows.key(biflow, 3 - client);
        flow.clientPort = (int) (clientB ? rest >>> 16 : rest) & 0xFFFF;
        flow.serverPort = (int) (clientB ? rest : rest >>> 16) & 0xFFFF;
        flow.protocol = (int) (rest >>> 32) & 0xFF;
        flow.ipv4 = (rest & IPV4) != 0;
        flow.start = biflows.values()[biflows.at(biflow) + START];
        int forward = clientB ? ba : ab;
        int reverse = clientB ? ab : ba;
        int shift = clientB ? Facts.DIRECTION : 0;
        System.arraycopy(rows, forward + COUNTS + shift, flow.forward, 0, Facts.DIRECTION);
        System.arraycopy(rows, reverse + COUNTS + Facts.DIRECTION - shift, flow.reverse, 0, Facts.DIRECTION);
        flow.flows = rows[forward + FLOWS] & NUMBER;
        flow.clientRtt = rows[forward + CLIENT_RTT];
        flow.serverRtt = rows[forward + SERVER_RTT];
        flow.sum();
    }
}
