package io.tidemark.e2e.capture;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.util.Map;

/** A row of the conversations: all biflows of a client with one service. */
public record Conversation(InetAddress client, InetAddress server, int serverPort, int protocol) {
    /** What answers call the protocols that captures of tests have (IANA, "Assigned Internet Protocol Numbers"). */
    public static final Map<Integer, String> PROTOCOLS =
            Map.of(1, "icmp", 2, "igmp", 6, "tcp", 17, "udp", 58, "icmpv6", 132, "sctp");

    static Conversation of(Talk talk) {
        return new Conversation(talk.client(), talk.server(), talk.serverPort(), talk.protocol());
    }

    /** Of a row of {@code /api/v1/conversations}. */
    public static Conversation told(JsonNode row) {
        var name = row.path("protocol").asText();
        int protocol = PROTOCOLS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .findFirst()
                .orElseThrow()
                .getKey();
        return new Conversation(
                InetAddress.ofLiteral(row.path("client").asText()),
                InetAddress.ofLiteral(row.path("server").asText()),
                row.required("server_port").intValue(),
                protocol);
    }

    /** What went over it. */
    public record Facts(Volume forward, Volume reverse, long retransmitted) {
        static final Facts NONE = new Facts(Volume.NONE, Volume.NONE, 0);

        /** Of a row of {@code /api/v1/conversations}. */
        public static Facts told(JsonNode row) {
            return new Facts(
                    volume(row.required("forward")),
                    volume(row.required("reverse")),
                    row.required("retransmitted_packets").longValue());
        }

        private static Volume volume(JsonNode node) {
            return new Volume(
                    node.required("packets").longValue(),
                    node.required("bytes").longValue(),
                    node.required("frame_bytes").longValue());
        }

        Facts plus(Facts other) {
            return new Facts(
                    forward.plus(other.forward), reverse.plus(other.reverse), retransmitted + other.retransmitted);
        }

        public Volume both() {
            return forward.plus(reverse);
        }
    }
}
