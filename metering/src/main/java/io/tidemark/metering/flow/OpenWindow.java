package io.tidemark.metering.flow;

import io.tidemark.metering.ledger.Ledger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A window in which something was counted since it was last given to the sink, with the ledgers of its points. */
final class OpenWindow {
    /** Holds nothing. */
    static final OpenWindow NONE = new OpenWindow(Row.NEVER, Row.NEVER);

    final long start;
    final long from; // packets from here
    final long to; // to before here are in it
    private Ledger[] ledgers = new Ledger[4];
    private int points;

    /** Of all time. */
    OpenWindow() {
        start = 0;
        from = Row.NEVER + 1;
        to = Long.MAX_VALUE;
    }

    OpenWindow(long start, long end) {
        this.start = start;
        from = start;
        to = end;
    }

    boolean holds(long time) {
        return time >= from && time < to;
    }

    Ledger ledger(int point) {
        return point < points && ledgers[point] != null ? ledgers[point] : open(point);
    }

    private Ledger open(int point) {
        if (point >= ledgers.length) {
            ledgers = Arrays.copyOf(ledgers, Math.max(point + 1, ledgers.length * 2));
        }
        points = Math.max(points, point + 1);
        ledgers[point] = new Ledger();
        return ledgers[point];
    }

    /** One a point, at its index; null where nothing was counted. */
    List<Ledger> ledgers() {
        return new ArrayList<>(Arrays.asList(ledgers).subList(0, points));
    }
}
