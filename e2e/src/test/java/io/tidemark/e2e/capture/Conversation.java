package io.tidemark.e2e.capture;

import java.net.InetAddress;

/** A row of the conversations: all biflows of a client with one service. */
public record Conversation(InetAddress client, InetAddress server, int serverPort, int protocol) {
    static Conversation of(Talk talk) {
        return new Conversation(talk.client(), talk.server(), talk.serverPort(), talk.protocol());
    }

    /** What went over it. */
    public record Facts(Volume forward, Volume reverse, long retransmitted) {
        static final Facts NONE = new Facts(Volume.NONE, Volume.NONE, 0);

        Facts plus(Facts other) {
            return new Facts(
                    forward.plus(other.forward), reverse.plus(other.reverse), retransmitted + other.retransmitted);
        }

        public Volume both() {
            return forward.plus(reverse);
        }
    }
}
