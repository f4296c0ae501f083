package io.tidemark.cli.ask;

/** The forms of output. */
enum Form {
    /** Columns for the eye. */
    TABLE,
    /** One JSON object a line. */
    JSONL,
    /** Comma-separated values, a header line first. */
    CSV
}
