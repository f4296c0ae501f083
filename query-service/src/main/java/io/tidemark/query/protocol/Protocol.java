package io.tidemark.query.protocol;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Names of IP protocol numbers (IANA, "Assigned Internet Protocol Numbers"): those that are seen in the wild. */
public final class Protocol {
    private static final Map<Integer, String> KEYS = Map.ofEntries(
            Map.entry(1, "icmp"),
            Map.entry(2, "igmp"),
            Map.entry(4, "ipip"),
            Map.entry(6, "tcp"),
            Map.entry(17, "udp"),
            Map.entry(41, "ipv6"),
            Map.entry(46, "rsvp"),
            Map.entry(47, "gre"),
            Map.entry(50, "esp"),
            Map.entry(51, "ah"),
            Map.entry(58, "icmpv6"),
            Map.entry(88, "eigrp"),
            Map.entry(89, "ospf"),
            Map.entry(103, "pim"),
            Map.entry(112, "vrrp"),
            Map.entry(115, "l2tp"),
            Map.entry(132, "sctp"),
            Map.entry(136, "udplite"));

    private Protocol() {}

    /** "tcp", or "ip/NUMBER" where we have no name. */
    public static String key(int number) {
        var key = KEYS.get(number);
        return key != null ? key : "ip/" + number;
    }

    /** The number that has this {@link #key}. */
    public static int number(String key) {
        return key.startsWith("ip/")
                ? Integer.parseInt(key.substring(3))
                : KEYS.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(key))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no protocol is called " + key))
                        .getKey();
    }

    /** {@link #key} of the number that a column holds, in SQL. */
    public static String sql(String column) {
        var cases = new StringBuilder("CASE ").append(column);
        new TreeMap<>(KEYS).forEach((number, key) -> cases.append(" WHEN %d THEN '%s'".formatted(number, key)));
        return cases.append(" ELSE 'ip/' || ").append(column).append(" END").toString();
    }

    /** "TCP", "ICMPv6", or "IP 253". */
    public static String name(int number) {
        var key = KEYS.get(number);
        if (key == null) {
            return "IP " + number;
        }
        return switch (number) {
            case 41 -> "IPv6";
            case 58 -> "ICMPv6";
            case 136 -> "UDP-Lite";
            default -> key.toUpperCase(Locale.ROOT);
        };
    }
}
