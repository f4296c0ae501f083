package io.tidemark.charts.cluster;

import io.tidemark.charts.Rules;
import java.util.ArrayList;
import java.util.List;

/** The panels of every dashboard, asked of the Prometheus that scraped the release. */
final class Dashboards {
    private final Tidemark tidemark;
    private final String namespace;

    Dashboards(Tidemark tidemark, String namespace) {
        this.tidemark = tidemark;
        this.namespace = namespace;
    }

    /** Queries without an answer. */
    List<String> unanswered() {
        var unanswered = new ArrayList<String>();
        for (var query : Rules.ofDashboards()) {
            var filled = query.replace("$namespace", namespace)
                    .replace("$node", ".*")
                    .replace("$__rate_interval", "5m");
            if (tidemark.prometheus(filled).at("/data/result").isEmpty()) {
                unanswered.add(filled);
            }
        }
        return unanswered;
    }
}
