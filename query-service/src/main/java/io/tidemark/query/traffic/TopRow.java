package io.tidemark.query.traffic;

import io.tidemark.query.grouping.Group;
import io.tidemark.query.grouping.Volume;
import java.util.List;

/**
 * One of the largest.
 *
 * @param key                  known by it over all answers: the values of its group, joined by |
 * @param name                 for a person
 * @param group                its values, in the order of by
 * @param filter               takes its traffic, in the filter language; null: none does
 * @param value                the metric; null where it tells nothing of it
 * @param share                value / total of the answer, 0 to 1; null where parts do not add up
 * @param packets              both ways
 * @param bytes                IP length, both ways
 * @param frameBytes           on the wire, both ways
 * @param flows                flow records
 * @param retransmittedPackets TCP segments sent again
 * @param earlier              the metric in the earlier range; null where none is asked for or it tells nothing of it
 */
public record TopRow(
        String key,
        String name,
        List<String> group,
        String filter,
        Long value,
        Double share,
        long packets,
        long bytes,
        long frameBytes,
        long flows,
        long retransmittedPackets,
        Long earlier) {
    static TopRow of(Group group, Long value, Double share, Volume volume, Long earlier) {
        return new TopRow(
                group.key(),
                group.name(),
                group.values(),
                group.filter(),
                value,
                share,
                volume.packets(),
                volume.bytes(),
                volume.frameBytes(),
                volume.flows(),
                volume.retransmittedPackets(),
                earlier);
    }
}
