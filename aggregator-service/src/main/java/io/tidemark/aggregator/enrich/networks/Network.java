package io.tidemark.aggregator.enrich.networks;

import io.tidemark.aggregator.enrich.Address;

/**
 * A prefix with a label.
 *
 * @param prefix bits after its length are 0
 * @param length 0 to 128; of an IPv4 prefix 96 more than it is written with
 * @param label  1 to 63 characters
 */
record Network(Address prefix, int length, String label) {
    private static final int LABEL = 63;
    private static final int IPV4 = 96; // bits before an IPv4 address

    /**
     * Reads {@code 10.1.0.0/16 office-berlin}: CIDR (RFC 4632, RFC 4291), white space, the label.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static Network parse(String line) {
        var words = line.strip().split("\\s+", 2);
        if (words.length < 2) {
            throw new IllegalArgumentException("no label after \"%s\"".formatted(words[0]));
        }
        if (words[1].length() > LABEL) {
            throw new IllegalArgumentException("a label of more than %d characters".formatted(LABEL));
        }
        int slash = words[0].indexOf('/');
        var text = slash < 0 ? words[0] : words[0].substring(0, slash);
        var address = Address.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("\"%s\" is no address".formatted(text)));
        int before = address.isIpv4() && text.indexOf(':') < 0 ? IPV4 : 0;
        int length = slash < 0 ? 128 : before + length(words[0].substring(slash + 1), 128 - before);
        if (!address.prefix(length).equals(address)) {
            throw new IllegalArgumentException("\"%s\" has bits set after its prefix".formatted(words[0]));
        }
        return new Network(address, length, words[1]);
    }

    private static int length(String text, int most) {
        try {
            int length = Integer.parseInt(text);
            if (length >= 0 && length <= most) {
                return length;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("\"/%s\" is no length of 0 to %d".formatted(text, most));
    }
}
