package io.tidemark.e2e.fault;

import java.util.Locale;

/**
 * Something that goes wrong in a {@link Pipeline}.
 *
 * @param target       a member's name, or {@link #DATABASE}
 * @param atMillis     when, after the captures began
 * @param lengthMillis how long it lasts; 0 for a kill, after which a supervisor starts the process again at once
 */
record Fault(Kind kind, String target, long atMillis, long lengthMillis) {
    static final String DATABASE = "database";

    /** What happens. */
    enum Kind {
        /** {@code kill -9}, started again at once. */
        KILL,
        /** {@code kill -9}, started again later. */
        CRASH,
        /** Told to end, and started again later: the group rebalances twice. */
        STOP,
        /** Stands still for longer than the group waits for it, then goes on as if nothing had happened: a zombie, to be fenced. */
        PAUSE,
        /** One more instance, which is told to end later. */
        EXTRA
    }

    long endMillis() {
        return atMillis + lengthMillis;
    }

    void begin(Pipeline pipeline) throws InterruptedException {
        if (target.equals(DATABASE)) {
            pipeline.stopDatabase(kind == Kind.CRASH);
            return;
        }
        var member = pipeline.member(target);
        switch (kind) {
            case KILL -> member.kill();
            case CRASH -> member.killForNow();
            case STOP -> member.stop();
            case PAUSE -> member.pause();
            case EXTRA -> member.start();
        }
    }

    void end(Pipeline pipeline) throws InterruptedException {
        if (target.equals(DATABASE)) {
            pipeline.startDatabase();
            return;
        }
        var member = pipeline.member(target);
        switch (kind) {
            case KILL -> {}
            case CRASH, STOP -> member.start();
            case PAUSE -> member.resume();
            case EXTRA -> member.stop();
        }
    }

    @Override
    public String toString() {
        var name = kind.name().toLowerCase(Locale.ROOT);
        return lengthMillis == 0
                ? String.format(Locale.ROOT, "%s %s at %.1f s", name, target, atMillis / 1e3)
                : String.format(Locale.ROOT, "%s %s %.1f-%.1f s", name, target, atMillis / 1e3, endMillis() / 1e3);
    }
}
