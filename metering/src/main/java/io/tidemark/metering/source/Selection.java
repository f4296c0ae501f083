package io.tidemark.metering.source;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which interfaces are meant. A name stands for itself; a glob ({@code eth*}, {@code veth??}) for those that match and are no
 * loopback.
 *
 * @param wanted   names and globs, at least one
 * @param excluded names and globs of those that are left out all the same
 */
public record Selection(List<String> wanted, List<String> excluded) {
    public Selection {
        wanted = List.copyOf(wanted);
        excluded = List.copyOf(excluded);
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("no interface is named");
        }
    }

    /** Those of the list that are meant and can be captured from now: of those that a glob stands for, the ones that are up. */
    public List<Interface> of(List<Interface> all) {
        return all.stream()
                .filter(each -> wanted.stream().anyMatch(name -> means(name, each)))
                .filter(each -> excluded.stream().noneMatch(glob -> matches(glob, each.name())))
                .toList();
    }

    /**
     * As {@link #of}, for who cannot wait for interfaces that are to come.
     *
     * @throws IOException if a name that is no glob does not exist, or nothing is left; the message lists what there is
     */
    public List<Interface> require(List<Interface> all) throws IOException {
        requireNames(all);
        List<Interface> chosen = of(all);
        if (chosen.isEmpty()) {
            throw new IOException("no interface is left of %s without %s; there are: %s"
                    .formatted(wanted, excluded, Interface.names(all)));
        }
        return chosen;
    }

    /**
     * Looks for typing errors: a name must exist, a glob need not match.
     *
     * @throws IOException if a name that is no glob does not exist; the message lists what there is
     */
    public void requireNames(List<Interface> all) throws IOException {
        for (String name : wanted) {
            if (!isGlob(name) && all.stream().noneMatch(i -> i.name().equals(name))) {
                throw new IOException("%s: no such interface; there are: %s".formatted(name, Interface.names(all)));
            }
        }
    }

    private static boolean means(String name, Interface each) {
        return isGlob(name) ? each.up() && !each.loopback() && matches(name, each.name()) : name.equals(each.name());
    }

    private static boolean isGlob(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
    }

    private static boolean matches(String glob, String name) {
        StringBuilder regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return name.matches(regex.toString());
    }
}
