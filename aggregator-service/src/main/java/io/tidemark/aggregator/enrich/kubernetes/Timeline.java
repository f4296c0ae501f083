package io.tidemark.aggregator.enrich.kubernetes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Who had an address, one after the other: tenures that do not overlap, in the order of time. Immutable.
 *
 * <p>What is told of times is not exact: clocks differ, starts are told in full seconds, and a dead pod's last packets are still
 * under way. So a tenure holds {@link #SLACK} longer on both sides where nobody else has the address.
 */
final class Timeline {
    static final long SLACK = 10_000_000_000L; // ns
    /** Of a tenure that lasts. */
    static final long OPEN = Long.MAX_VALUE;

    static final Timeline EMPTY = new Timeline(List.of());
    /** Tenures of one address that are kept; one whose pods restart all the time must not fill the memory. */
    private static final int KEPT = 16;

    private final Tenure[] tenures;

    private Timeline(List<Tenure> tenures) {
        this.tenures = tenures.toArray(Tenure[]::new);
    }

    /** Who had it then; null: nobody that is known. */
    Owner at(long nanos) {
        int index = index(nanos);
        return index < 0 ? null : tenures[index].owner;
    }

    /** True: the same one, or nobody, had it all the time from here to there. */
    boolean isSteady(long fromNanos, long toNanos) {
        int first = index(fromNanos);
        if (first != index(toNanos - 1)) {
            return false;
        }
        if (first >= 0) {
            return true;
        }
        for (var tenure : tenures) {
            if (tenure.from >= fromNanos && tenure.from < toNanos) {
                return false;
            }
        }
        return true;
    }

    /** Of the last tenure that began at or before this time, slack included, if it still held. */
    private int index(long nanos) {
        int index = tenures.length - 1;
        while (index >= 0 && nanos < tenures[index].from) {
            index--;
        }
        if (index >= 0 && (tenures[index].until == OPEN || nanos < tenures[index].until + SLACK)) {
            return index;
        }
        int next = index + 1;
        return next < tenures.length && nanos >= tenures[next].from - SLACK ? next : -1;
    }

    /**
     * The same with a tenure of this owner. Where it overlaps with another's, the one that began later has the address: an address
     * is given to one pod at a time, and whoever had it before is gone, even if nobody has told so yet. But who is known to have
     * had it to a certain time had it so long.
     *
     * @param until {@link #OPEN}, or when it ended
     */
    Timeline with(Owner owner, long from, long until) {
        var changed = new ArrayList<Tenure>(tenures.length + 1);
        long since = from;
        for (var tenure : tenures) {
            if (tenure.owner.uid().equals(owner.uid())) {
                since = tenure.from; // as told first; what is told later is how it was then
            } else {
                changed.add(tenure);
            }
        }
        changed.add(new Tenure(owner, since, Math.max(since, until), until != OPEN));
        changed.sort(
                Comparator.comparingLong((Tenure tenure) -> tenure.from).thenComparing(tenure -> tenure.owner.uid()));
        return new Timeline(apart(changed));
    }

    private static List<Tenure> apart(List<Tenure> sorted) {
        var apart = new ArrayList<Tenure>();
        for (int i = 0; i < sorted.size(); i++) {
            var tenure = sorted.get(i);
            if (!apart.isEmpty() && apart.getLast().until > tenure.from) {
                var before = apart.removeLast();
                if (before.told && before.until < tenure.until) {
                    tenure = new Tenure(tenure.owner, before.until, tenure.until, tenure.told);
                } else {
                    before = new Tenure(before.owner, before.from, tenure.from, before.told);
                }
                apart.add(before);
            }
            apart.add(tenure);
        }
        return apart.size() <= KEPT ? apart : apart.subList(apart.size() - KEPT, apart.size());
    }

    /** The same, where this owner's tenure has ended. */
    Timeline without(String uid, long until) {
        var changed = new ArrayList<Tenure>(tenures.length);
        for (var tenure : tenures) {
            boolean ends = tenure.owner.uid().equals(uid) && tenure.until == OPEN;
            changed.add(ends ? new Tenure(tenure.owner, tenure.from, Math.max(tenure.from, until), true) : tenure);
        }
        return new Timeline(changed);
    }

    /** The same without tenures that ended before this time; null: none is left. */
    Timeline since(long nanos) {
        var kept = new ArrayList<Tenure>(tenures.length);
        for (var tenure : tenures) {
            if (tenure.until >= nanos) {
                kept.add(tenure);
            }
        }
        return kept.isEmpty() ? null : kept.size() == tenures.length ? this : new Timeline(kept);
    }

    int size() {
        return tenures.length;
    }

    /**
     * From when to when somebody had the address.
     *
     * @param from  ns since 1970
     * @param until exclusive; {@link #OPEN}: it lasts
     * @param told  its end was told, not just cut off by the next one
     */
    private record Tenure(Owner owner, long from, long until, boolean told) {}
}
