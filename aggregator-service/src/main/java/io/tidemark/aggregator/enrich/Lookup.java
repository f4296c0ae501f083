package io.tidemark.aggregator.enrich;

/** Tells what addresses belonged to. Any thread, without locks, at once: the windows' workers ask it. */
public interface Lookup {
    /** Knows nothing. */
    Lookup NONE = new Lookup() {
        @Override
        public Endpoint find(long high, long low, long nanos) {
            return Endpoint.UNKNOWN;
        }

        @Override
        public boolean isEmpty() {
            return true;
        }
    };

    /**
     * What the address belonged to.
     *
     * @param high  the address as in {@link Address}
     * @param nanos when, ns since 1970
     * @return {@link Endpoint#UNKNOWN} if nothing is known
     */
    Endpoint find(long high, long low, long nanos);

    /** True: nothing is known of any address, now or later, so that nobody need ask. */
    default boolean isEmpty() {
        return false;
    }

    /** True: {@link #find} says the same for every time in [from, to). */
    default boolean isSteady(long high, long low, long fromNanos, long toNanos) {
        return true;
    }
}
