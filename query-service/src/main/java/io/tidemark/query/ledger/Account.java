package io.tidemark.query.ledger;

import java.util.Map;
import java.util.TreeMap;

/** An equation while it is put together. */
final class Account {
    private static final String DUPLICATE = "duplicate";

    Amount received = Amount.ZERO;
    Amount persisted = Amount.ZERO;
    final Map<String, Amount> other = new TreeMap<>();
    long windows;
    long flows;

    void other(String cause, Amount amount) {
        other.merge(cause, amount, Amount::plus);
    }

    Amount unexplained() {
        return other.values().stream().reduce(received.minus(persisted), Amount::minus);
    }

    /** A node's rows hold all that it sent, also what is counted at another point. */
    void leaveOutDuplicates() {
        persisted = persisted.minus(other.getOrDefault(DUPLICATE, Amount.ZERO));
    }

    NodeLedger of(String node) {
        leaveOutDuplicates();
        return new NodeLedger(node, received, persisted, other, unexplained(), windows, flows);
    }
}
