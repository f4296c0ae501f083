package io.tidemark.metering.record;

import io.tidemark.metering.flow.FlowRecord;
import io.tidemark.metering.flow.FlowSink;
import io.tidemark.metering.ledger.Ledger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the meters of several workers be one metering process: what they give goes on to one sink, a window's end once all of them
 * have come to it, with the sums of their ledgers. What comes late to a window that has ended goes on at once, as from one meter.
 *
 * <p>Each worker has a sink of its own, for its thread. One lock guards the sink behind them; it is taken once a record, never
 * for a packet.
 */
public final class Joint {
    private final FlowSink to;
    private final ReentrantLock lock = new ReentrantLock();
    private final long[] ended; // by worker: the latest window that it has ended
    private final TreeMap<Long, List<Ledger>> waiting = new TreeMap<>(); // windows that not all have come to
    private int working;

    /**
     * @param to      is called by one thread at a time
     * @param workers how many there are, 1 or more
     */
    public Joint(FlowSink to, int workers) {
        this.to = to;
        this.working = workers;
        ended = new long[workers];
        Arrays.fill(ended, Long.MIN_VALUE);
    }

    /** What the meter of this worker, 0 and up, gives its records to. */
    public FlowSink worker(int worker) {
        return new Worker(worker);
    }

    private void windowEnd(int worker, long windowStart, List<Ledger> ledgers) {
        waiting.merge(windowStart, new ArrayList<>(ledgers), Joint::sum);
        ended[worker] = Math.max(ended[worker], windowStart);
        giveEnded();
    }

    private void giveEnded() {
        long all = Arrays.stream(ended).min().orElseThrow();
        while (!waiting.isEmpty() && waiting.firstKey() <= all) {
            var window = waiting.pollFirstEntry();
            to.windowEnd(window.getKey(), window.getValue());
        }
    }

    /** One ledger a point; null where none of them counted anything. */
    private static List<Ledger> sum(List<Ledger> sum, List<Ledger> more) {
        for (int point = 0; point < more.size(); point++) {
            if (point == sum.size()) {
                sum.add(null);
            }
            if (more.get(point) != null) {
                var ledger = new Ledger();
                ledger.add(more.get(point));
                if (sum.get(point) != null) {
                    ledger.add(sum.get(point));
                }
                sum.set(point, ledger);
            }
        }
        return sum;
    }

    private void end(int worker) {
        ended[worker] = Long.MAX_VALUE;
        giveEnded();
        working--;
        if (working == 0) {
            to.end();
        }
    }

    private final class Worker implements FlowSink {
        private final int number;

        Worker(int number) {
            this.number = number;
        }

        @Override
        public void flow(FlowRecord flow) {
            lock.lock();
            try {
                to.flow(flow);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void windowEnd(long windowStart, List<Ledger> ledgers) {
            lock.lock();
            try {
                Joint.this.windowEnd(number, windowStart, ledgers);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void end() {
            lock.lock();
            try {
                Joint.this.end(number);
            } finally {
                lock.unlock();
            }
        }
    }
}
