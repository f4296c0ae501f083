package io.tidemark.query.ledger;

/**
 * One term of the equation.
 *
 * @param packets number
 * @param bytes   frame bytes on the wire
 */
public record Amount(long packets, long bytes) {
    static final Amount ZERO = new Amount(0, 0);

    Amount plus(Amount other) {
        return new Amount(packets + other.packets, bytes + other.bytes);
    }

    Amount minus(Amount other) {
        return new Amount(packets - other.packets, bytes - other.bytes);
    }
}
