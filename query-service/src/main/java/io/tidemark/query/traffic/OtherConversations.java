package io.tidemark.query.traffic;

/** What was in conversations too small to be kept one by one: both ways together. */
public record OtherConversations(long flows, long packets, long bytes, long frameBytes) {}
