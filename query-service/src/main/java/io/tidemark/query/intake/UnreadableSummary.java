package io.tidemark.query.intake;

/** A record that is no summary, or says what cannot be. It goes to the dead letters. */
final class UnreadableSummary extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableSummary(String reason) {
        super(reason);
    }
}
