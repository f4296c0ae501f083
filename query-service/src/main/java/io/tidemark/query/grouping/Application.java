package io.tidemark.query.grouping;

import io.tidemark.query.protocol.Protocol;
import java.util.Map;

/**
 * Names of applications by the port of the responder, after IANA's "Service Name and Transport Protocol Port Number
 * Registry" and common use. A name is a guess: nothing looked into the packets.
 */
public final class Application {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;

    private static final Map<Integer, String> BOTH = Map.ofEntries(
            Map.entry(7, "echo"),
            Map.entry(53, "dns"),
            Map.entry(88, "kerberos"),
            Map.entry(111, "sunrpc"),
            Map.entry(123, "ntp"),
            Map.entry(137, "netbios-ns"),
            Map.entry(138, "netbios-dgm"),
            Map.entry(139, "netbios-ssn"),
            Map.entry(161, "snmp"),
            Map.entry(162, "snmptrap"),
            Map.entry(389, "ldap"),
            Map.entry(443, "https"),
            Map.entry(445, "microsoft-ds"),
            Map.entry(514, "syslog"),
            Map.entry(853, "domain-s"),
            Map.entry(2049, "nfs"),
            Map.entry(3389, "ms-wbt-server"),
            Map.entry(3478, "stun"),
            Map.entry(5060, "sip"),
            Map.entry(5061, "sips"));

    private static final Map<Integer, String> OVER_TCP = Map.ofEntries(
            Map.entry(20, "ftp-data"),
            Map.entry(21, "ftp"),
            Map.entry(22, "ssh"),
            Map.entry(23, "telnet"),
            Map.entry(25, "smtp"),
            Map.entry(80, "http"),
            Map.entry(110, "pop3"),
            Map.entry(143, "imap"),
            Map.entry(179, "bgp"),
            Map.entry(465, "submissions"),
            Map.entry(502, "modbus"),
            Map.entry(587, "submission"),
            Map.entry(636, "ldaps"),
            Map.entry(873, "rsync"),
            Map.entry(993, "imaps"),
            Map.entry(995, "pop3s"),
            Map.entry(1433, "ms-sql-s"),
            Map.entry(1521, "oracle"),
            Map.entry(1883, "mqtt"),
            Map.entry(2379, "etcd-client"),
            Map.entry(2380, "etcd-server"),
            Map.entry(3306, "mysql"),
            Map.entry(4222, "nats"),
            Map.entry(5222, "xmpp-client"),
            Map.entry(5432, "postgresql"),
            Map.entry(5671, "amqps"),
            Map.entry(5672, "amqp"),
            Map.entry(6379, "redis"),
            Map.entry(6443, "kubernetes-api"),
            Map.entry(8080, "http-alt"),
            Map.entry(8443, "https-alt"),
            Map.entry(8883, "mqtts"),
            Map.entry(9042, "cassandra"),
            Map.entry(9090, "prometheus"),
            Map.entry(9092, "kafka"),
            Map.entry(9200, "elasticsearch"),
            Map.entry(10250, "kubelet"),
            Map.entry(11211, "memcache"),
            Map.entry(27017, "mongodb"));

    private static final Map<Integer, String> OVER_UDP = Map.ofEntries(
            Map.entry(67, "dhcp"),
            Map.entry(68, "dhcp"),
            Map.entry(69, "tftp"),
            Map.entry(500, "isakmp"),
            Map.entry(546, "dhcpv6"),
            Map.entry(547, "dhcpv6"),
            Map.entry(1194, "openvpn"),
            Map.entry(1701, "l2tp"),
            Map.entry(1812, "radius"),
            Map.entry(1813, "radius-acct"),
            Map.entry(1900, "ssdp"),
            Map.entry(2055, "netflow"),
            Map.entry(2152, "gtp-user"),
            Map.entry(4500, "ipsec-nat-t"),
            Map.entry(4739, "ipfix"),
            Map.entry(4789, "vxlan"),
            Map.entry(5353, "mdns"),
            Map.entry(5355, "llmnr"),
            Map.entry(6081, "geneve"),
            Map.entry(6343, "sflow"),
            Map.entry(51820, "wireguard"));

    private Application() {}

    /** "tcp/443"; the protocol alone where it has no ports ("icmp") or shows none. */
    public static String key(int protocol, int port) {
        return port == 0 ? Protocol.key(protocol) : Protocol.key(protocol) + "/" + port;
    }

    /** "https"; {@link #key} where we have no name. */
    public static String name(int protocol, int port) {
        var name = BOTH.get(port);
        if (name == null) {
            name = switch (protocol) {
                case TCP -> OVER_TCP.get(port);
                case UDP -> OVER_UDP.get(port);
                default -> null;
            };
        } else if (protocol != TCP && protocol != UDP && protocol != SCTP) {
            name = null;
        }
        return name != null ? name : key(protocol, port);
    }

    /** The same of a {@link #key}. */
    static String name(String key) {
        int slash = key.startsWith("ip/") ? key.indexOf('/', 3) : key.indexOf('/');
        return slash < 0
                ? Protocol.name(Protocol.number(key))
                : name(Protocol.number(key.substring(0, slash)), Integer.parseInt(key.substring(slash + 1)));
    }
}
