package io.tidemark.query.access;

import io.tidemark.query.text.Text;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What somebody may see: all, or the traffic that one end of is in one of some namespaces. Row-level security in PostgreSQL holds every
 * statement to it (docs/decisions/0033).
 *
 * @param all        everything; namespaces says nothing then
 * @param namespaces sorted, each once; empty: nothing is seen
 * @param peersNamed whether an end that is in none of the namespaces has its names
 */
public record Access(boolean all, List<String> namespaces, boolean peersNamed) {
    /** Everything. */
    public static final Access ALL = new Access(true, List.of(), true);

    /** No traffic at all. */
    public static final Access NOTHING = new Access(false, List.of(), false);

    public Access {
        namespaces = List.copyOf(new TreeSet<>(namespaces));
    }

    /** Only what one end of is in these; none of a namespace's names can be the empty one, which is that of no namespace. */
    public static Access to(Collection<String> namespaces, boolean peersNamed) {
        return new Access(
                false,
                namespaces.stream()
                        .filter(name -> !name.isEmpty() && name.indexOf('\0') < 0)
                        .toList(),
                peersNamed);
    }

    /** As the policies read it from the setting tidemark.namespaces: "*", or an array as PostgreSQL writes it. */
    public String setting() {
        return all
                ? "*"
                : namespaces.stream()
                        .map(name -> '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                        .collect(Collectors.joining(",", "{", "}"));
    }

    /** The same of the setting tidemark.peers. */
    public String peers() {
        return peersNamed ? "named" : "";
    }

    /** Throws {@link Limited} unless everything is seen: some numbers are of all traffic together. */
    public void requireAll(Text what) {
        if (!all) {
            throw new Limited(what);
        }
    }
}
