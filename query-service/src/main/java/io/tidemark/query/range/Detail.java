package io.tidemark.query.range;

/** What an answer needs to know of a row, and so how far rows may have been summed up for it. */
public enum Detail {
    /** Its sums; of conversations, those of the largest ones and of the others. */
    SUMS,
    /** Each conversation that the aggregator told of: for a condition on who talked to whom. */
    EACH,
    /** What a single window counted: for a condition on sums, such as its bytes. */
    WINDOW
}
