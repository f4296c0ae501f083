package io.tidemark.query.traffic;

import io.tidemark.query.range.Answer;
import java.time.Instant;
import java.util.List;

/**
 * A page of conversations.
 *
 * @param from         the range is [from, to) on the start of windows; the same on every page
 * @param to           exclusive
 * @param sort         what the rows are ordered by
 * @param complete     a window was recorded, and each that was is here, from every node
 * @param missingNodes nodes without which a window was closed
 * @param recordedFrom start of the first window that is here, before which nothing is known; null: nothing is known of all of the range
 * @param recordedTo   end of the last one, from which on nothing is known; null: as above
 * @param totalRows    how many conversations there are on all pages, counted with the first one
 * @param rows         largest first
 * @param other        what is in no row of any page: with the rows of all pages it makes the exact total
 * @param next         give it as cursor for the next page; null: this is the last one
 */
public record Conversations(
        Instant from,
        Instant to,
        ConversationSort sort,
        boolean complete,
        List<String> missingNodes,
        Instant recordedFrom,
        Instant recordedTo,
        long totalRows,
        List<Conversation> rows,
        OtherConversations other,
        String next)
        implements Answer {}
