package io.tidemark.capture.publish;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Batches on their way to the broker, kept until it has acknowledged them. Bounded: flow batches take at most
 * {@code capacity} bytes, markers a quarter more, so that they find room when flows do not. Ordered: what is offered for a
 * partition goes on the wire in that order, and when the broker refuses one, it and all behind it go again, in order.
 *
 * <p>The meter's thread offers, the producer's thread acknowledges, a watch reads. One lock guards all of it; it is taken
 * twice a batch (some hundred flows), never a packet.
 */
final class Outbox {
    private final Wire wire;
    private final long capacity;
    private final long markerCapacity;
    private final LongSupplier nanoTime;
    private final List<Lane> lanes = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long pendingBytes;
    private long quietSince;
    private boolean closed;
    private volatile Throwable lastFailure;

    final LongAdder acceptedBatches = new LongAdder();
    final LongAdder acknowledgedBatches = new LongAdder();
    final LongAdder refusedBatches = new LongAdder();
    final LongAdder failedBatches = new LongAdder();
    final LongAdder acceptedFlows = new LongAdder();
    final LongAdder waitedNanos = new LongAdder();

    /**
     * @param capacity bytes of flow batches, > 0
     * @param nanoTime a clock as {@link System#nanoTime}
     */
    Outbox(Wire wire, long capacity, LongSupplier nanoTime) {
        this.wire = wire;
        this.capacity = capacity;
        this.markerCapacity = capacity + capacity / 4;
        this.nanoTime = nanoTime;
    }

    /** Takes a flow batch if there is room. False: there is none, or the outbox is closed; nothing was kept. */
    boolean offer(int partition, byte[] value, int flows) {
        lock.lock();
        try {
            if (closed || !fits(value, capacity)) {
                refusedBatches.increment();
                return false;
            }
            accept(partition, value, flows);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a flow batch, waiting on the caller's thread until there is room. False: the outbox was closed meanwhile. */
    boolean put(int partition, byte[] value, int flows) {
        return put(partition, value, flows, capacity);
    }

    /** As {@link #put}, with the room that is kept for markers. */
    boolean putMarker(int partition, byte[] value, int flows) {
        return put(partition, value, flows, markerCapacity);
    }

    private boolean put(int partition, byte[] value, int flows, long limit) {
        lock.lock();
        try {
            if (!closed && !fits(value, limit)) {
                waitForRoom(value, limit);
            }
            if (closed) {
                return false;
            }
            accept(partition, value, flows);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void waitForRoom(byte[] value, long limit) {
        long began = nanoTime.getAsLong();
        while (!closed && !fits(value, limit)) {
            changed.awaitUninterruptibly();
        }
        waitedNanos.add(nanoTime.getAsLong() - began);
    }

    /** A batch larger than the whole bound goes when nothing else waits. */
    private boolean fits(byte[] value, long limit) {
        return pendingBytes == 0 || pendingBytes + value.length <= limit;
    }

    private void accept(int partition, byte[] value, int flows) {
        if (pendingBytes == 0) {
            quietSince = nanoTime.getAsLong();
        }
        pendingBytes += value.length;
        acceptedBatches.increment();
        acceptedFlows.add(flows);
        lane(partition).add(value);
    }

    private Lane lane(int partition) {
        while (lanes.size() <= partition) {
            lanes.add(new Lane(lanes.size()));
        }
        return lanes.get(partition);
    }

    /** Sends again what the broker refused; call it about once a second, which is then the pause between two attempts. */
    void retry() {
        lock.lock();
        try {
            lanes.forEach(Lane::retry);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all that was taken is acknowledged. False: not within this time, or closed with something left. */
    boolean awaitEmpty(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = atMost.toNanos();
            while (pendingBytes > 0 && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return pendingBytes == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing from now on and lets all who wait go. What is on the wire stays there. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that were taken and are not acknowledged yet. */
    long pendingBytes() {
        lock.lock();
        try {
            return pendingBytes;
        } finally {
            lock.unlock();
        }
    }

    /** For how long something has been waiting without any acknowledgement, in ns; 0 if nothing waits. */
    long stalledNanos() {
        lock.lock();
        try {
            return pendingBytes == 0 ? 0 : nanoTime.getAsLong() - quietSince;
        } finally {
            lock.unlock();
        }
    }

    /** A meter stands still here now. */
    boolean someoneWaits() {
        lock.lock();
        try {
            return lock.hasWaiters(changed);
        } finally {
            lock.unlock();
        }
    }

    /** Why the broker refused a batch the last time; null: it never did. */
    Throwable lastFailure() {
        return lastFailure;
    }

    /** Seconds that meters have waited here for room. */
    double waitedSeconds() {
        return (double) waitedNanos.sum() / TimeUnit.SECONDS.toNanos(1);
    }

    /**
     * The way to one partition. {@code unacknowledged} is in log order; when the broker refuses a batch the lane stops,
     * lets what is on the wire come back, and goes again from the oldest that has not arrived. The producer is idempotent
     * and retries what can be retried by itself: only refusals (authorization, a topic's limits) end here.
     */
    private final class Lane {
        private final int partition;
        private final ArrayDeque<Parcel> unacknowledged = new ArrayDeque<>();
        private int onWire;
        private boolean refused;

        Lane(int partition) {
            this.partition = partition;
        }

        void add(byte[] value) {
            var parcel = new Parcel(this, value);
            unacknowledged.add(parcel);
            if (!refused) {
                send(parcel);
            }
        }

        void retry() {
            if (refused && onWire == 0) {
                refused = false;
                List.copyOf(unacknowledged).forEach(this::send);
            }
        }

        private void send(Parcel parcel) {
            onWire++;
            wire.send(partition, parcel.value, parcel);
        }
    }

    /** A batch in a lane. */
    private final class Parcel implements Wire.Receipt {
        private final Lane lane;
        private final byte[] value;

        Parcel(Lane lane, byte[] value) {
            this.lane = lane;
            this.value = value;
        }

        @Override
        public void acknowledged() {
            lock.lock();
            try {
                lane.onWire--;
                lane.unacknowledged.remove(this); // the first, but for a refusal before it
                pendingBytes -= value.length;
                quietSince = nanoTime.getAsLong();
                acknowledgedBatches.increment();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void failed(Throwable reason) {
            lock.lock();
            try {
                lane.onWire--;
                lane.refused = true;
                lastFailure = reason;
                failedBatches.increment();
            } finally {
                lock.unlock();
            }
        }
    }
}
