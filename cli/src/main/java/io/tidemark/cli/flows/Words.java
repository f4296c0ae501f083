package io.tidemark.cli.flows;

import io.tidemark.contract.flow.EndReason;
import io.tidemark.contract.flow.FlowDirection;
import io.tidemark.contract.flow.TunnelType;
import java.util.Locale;

/** Names of things in output. */
final class Words {
    private Words() {}

    static boolean isIcmp(int protocol) {
        return protocol == 1 || protocol == 58;
    }

    /** As in IANA's list, in small letters; the number where it is not well known. */
    static String protocol(int protocol) {
        return switch (protocol) {
            case 1 -> "icmp";
            case 2 -> "igmp";
            case 6 -> "tcp";
            case 17 -> "udp";
            case 33 -> "dccp";
            case 47 -> "gre";
            case 50 -> "esp";
            case 51 -> "ah";
            case 58 -> "icmp6";
            case 88 -> "eigrp";
            case 89 -> "ospf";
            case 103 -> "pim";
            case 112 -> "vrrp";
            case 132 -> "sctp";
            case 136 -> "udplite";
            default -> Integer.toString(protocol);
        };
    }

    static String endReason(EndReason reason) {
        return switch (reason) {
            case END_REASON_UNKNOWN -> "unknown";
            case END_REASON_IDLE -> "idle";
            case END_REASON_ACTIVE -> "active";
            case END_REASON_END_OF_FLOW -> "end_of_flow";
            case END_REASON_FORCED -> "forced";
            case END_REASON_LACK_OF_RESOURCES -> "lack_of_resources";
        };
    }

    static String direction(FlowDirection direction) {
        return direction.name().substring("FLOW_DIRECTION_".length()).toLowerCase(Locale.ROOT);
    }

    static String tunnel(TunnelType type) {
        return type.name().substring("TUNNEL_".length()).toLowerCase(Locale.ROOT);
    }

    /** TCP flags as letters, FIN first: {@code FSRPAUEC}. */
    static String flags(int flags) {
        StringBuilder letters = new StringBuilder(8);
        for (int i = 0; i < 8; i++) {
            if ((flags >>> i & 1) != 0) {
                letters.append("FSRPAUEC".charAt(i));
            }
        }
        return letters.toString();
    }

    /** A JSON string with its quotes (RFC 8259, 7). */
    static String json(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c)) {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** A CSV field (RFC 4180): quoted where it must be. */
    static String csv(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** 4 figures at most before the unit: 999, 1.2k, 34M. Powers of 1000. */
    static String amount(long value) {
        if (value < 10_000) {
            return Long.toString(value);
        }
        double scaled = value;
        int unit = -1;
        while (scaled >= 999.5) {
            scaled /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, scaled < 9.95 ? "%.1f%c" : "%.0f%c", scaled, "kMGTPE".charAt(unit));
    }

    /** Three figures of a time span: 0, 12.3us, 4.56ms, 7.89s, 123s. */
    static String span(long nanos) {
        if (nanos == 0) {
            return "0";
        }
        double value = nanos;
        String[] units = {"ns", "us", "ms", "s"};
        int unit = 0;
        while (unit < 3 && value >= 999.5) {
            value /= 1000;
            unit++;
        }
        String form = value < 9.995 && unit > 0 ? "%.2f%s" : value < 99.95 && unit > 0 ? "%.1f%s" : "%.0f%s";
        return String.format(Locale.ROOT, form, value, units[unit]);
    }
}
