package io.tidemark.query.traffic;

import java.time.Instant;

/**
 * Who talked to whom.
 *
 * @param client      address of who began
 * @param server      address of who was asked
 * @param serverPort  0 where the protocol has none
 * @param protocol    "tcp", "udp", ... or "ip/NUMBER"
 * @param application "https", ... or "tcp/12345"
 * @param packets     both ways, as bytes (IP length) and frameBytes (on the wire)
 * @param forward     from client to server
 * @param reverse     from server to client
 * @param firstWindow start of the first window of the range that it is in
 * @param lastWindow  start of the last one
 */
public record Conversation(
        String client,
        String server,
        int serverPort,
        String protocol,
        String application,
        long flows,
        long packets,
        long bytes,
        long frameBytes,
        Direction forward,
        Direction reverse,
        long retransmittedPackets,
        long outOfOrderPackets,
        Instant firstWindow,
        Instant lastWindow) {}
