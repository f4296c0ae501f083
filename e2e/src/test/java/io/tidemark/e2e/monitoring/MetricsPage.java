package io.tidemark.e2e.monitoring;

import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The page that lists the metrics of the services, made of what they tell when they are scraped (text format 0.0.4). */
final class MetricsPage {
    private static final Pattern SAMPLE = Pattern.compile("^(tidemark_[a-z0-9_]+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");
    private static final String INTRODUCTION = """
            # Metrics

            Made of what the services tell by `./tidemark test -pl e2e -Dit.test=MonitoringIT -Dtest=NoTest -Dtidemark.regenerate=true`.

            Each service answers `/q/metrics` on its HTTP port in Prometheus' text format. Its own metrics are below; the Java VM's (`jvm_*`), the process's and Quarkus' come
            along. A histogram has `_bucket`, `_count` and `_sum`; where it says so below, `_max` is the largest of the last minutes.

            No label has an address, a name of a workload or a port: the number of series does not grow with the traffic. It is that of the table for each pod, `cause`,
            `grain`, `resolution` and the like having as many values as the code names; histograms have some 70 buckets each. What appears with the first
            event only: `tidemark_aggregator_poison_records_total{cause}`, records of the flows topic that could not be read.

            The autoscaler reads none of these but `kafka_consumergroup_lag` of Kafka's exporter: [why, and how](../decisions/0037-the-autoscaler-reads-the-backlog.md).
            """;

    private final StringBuilder text = new StringBuilder(INTRODUCTION);

    /** Adds a service's section, from the answer of its {@code /q/metrics}. */
    void add(String service, String scraped) {
        var help = new TreeMap<String, String>();
        var types = new TreeMap<String, String>();
        var labels = new TreeMap<String, TreeSet<String>>();
        for (String line : scraped.lines().toList()) {
            var words = line.split(" ", 4);
            if (line.startsWith("# HELP tidemark_")) {
                help.put(words[2], words.length > 3 ? words[3] : "");
            } else if (line.startsWith("# TYPE tidemark_")) {
                types.put(words[2], words[3]);
            } else {
                var sample = SAMPLE.matcher(line);
                if (sample.find()) {
                    var names = labels.computeIfAbsent(family(sample.group(1), types), name -> new TreeSet<>());
                    LABEL.matcher(sample.group(2)).results().forEach(label -> names.add(label.group(1)));
                }
            }
        }
        text.append("\n## ").append(service).append("\n\n| metric | type | labels | |\n|---|---|---|---|\n");
        types.forEach((name, type) -> {
            var names = labels.getOrDefault(name, new TreeSet<>());
            names.remove("le");
            if (!name.startsWith("tidemark_aggregator_poison")) { // there after the first event only
                text.append("| `%s` | %s | %s | %s |\n"
                        .formatted(
                                name,
                                type,
                                names.isEmpty() ? "" : "`" + String.join("`, `", names) + "`",
                                help.getOrDefault(name, "").replace("|", "\\|")));
            }
        });
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** A histogram's samples have endings that its family does not have. */
    private static String family(String sample, TreeMap<String, String> types) {
        if (types.containsKey(sample)) {
            return sample;
        }
        return sample.replaceFirst("_(bucket|count|sum|total)$", "");
    }
}
