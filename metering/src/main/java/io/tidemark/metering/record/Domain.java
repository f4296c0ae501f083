package io.tidemark.metering.record;

import io.tidemark.contract.window.WindowLength;
import io.tidemark.metering.source.CaptureFile;
import java.io.IOException;

/**
 * The observation domain that batches are stamped with (RFC 7011, 2.1; the fields of the same names in {@code FlowBatch}).
 *
 * @param node       never empty
 * @param epoch      live: start of the process in ns since 1970; of a file: its digest
 * @param group      window group
 * @param window     length of all its windows
 * @param partitions of tidemark.flows.v1
 */
public record Domain(String node, long epoch, String group, WindowLength window, int partitions) {
    /** The window group of all nodes that watch the present. */
    public static final String LIVE = "live";

    public Domain {
        if (node.isEmpty() || group.isEmpty() || partitions < 1) {
            throw new IllegalArgumentException(
                    "no domain: node '%s', group '%s', %d partitions".formatted(node, group, partitions));
        }
    }

    /** A node that watches the present. */
    public static Domain live(String node, long epoch, WindowLength window, int partitions) {
        return new Domain(node, epoch, LIVE, window, partitions);
    }

    /**
     * A capture file: a domain of its own, the same at every replay. Its node is the file's base name, {@code #} and the first
     * eight hexadecimal digits of the digest of its content; with other windows than the usual ones, or a filter, other
     * batches come out of it, so these are in the digest too.
     *
     * @param filter BPF; empty: none
     * @throws IOException if it cannot be read, or is a pipe
     */
    public static Domain file(CaptureFile file, WindowLength window, String filter, int partitions) throws IOException {
        var how = (window.equals(WindowLength.DEFAULT) ? "" : " window " + window.nanos())
                + (filter.isEmpty() ? "" : " filter " + filter);
        long digest = file.digest(how);
        var node = "%s#%08x".formatted(file.baseName(), digest >>> 32);
        return new Domain(node, digest, node, window, partitions);
    }
}
