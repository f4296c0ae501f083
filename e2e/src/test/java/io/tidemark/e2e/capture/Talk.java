package io.tidemark.e2e.capture;

import java.net.InetAddress;

/**
 * Who talks to whom: a biflow's key, the client first.
 *
 * @param clientPort 0 for ICMP, as {@code serverPort}
 * @param protocol   IP protocol number
 * @param vlan       0: no tag
 */
public record Talk(InetAddress client, InetAddress server, int clientPort, int serverPort, int protocol, int vlan) {
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int ICMP6 = 58;

    /** Both ends from literals, "10.0.0.1" or "2001:db8::1". */
    public static Talk of(String client, int clientPort, String server, int serverPort, int protocol) {
        return new Talk(
                InetAddress.ofLiteral(client), InetAddress.ofLiteral(server), clientPort, serverPort, protocol, 0);
    }

    public Talk onVlan(int vid) {
        return new Talk(client, server, clientPort, serverPort, protocol, vid);
    }

    boolean ipv6() {
        return client.getAddress().length == 16;
    }
}
