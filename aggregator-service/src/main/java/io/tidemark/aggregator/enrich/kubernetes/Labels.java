package io.tidemark.aggregator.enrich.kubernetes;

import java.util.Map;

/**
 * Labels of a pod, or the selector of a service.
 *
 * @param values by key
 */
record Labels(Map<String, String> values) {
    static final Labels NONE = new Labels(Map.of());

    Labels {
        values = Map.copyOf(values);
    }

    /** True: each of these labels is among the pod's. A selector without labels selects nothing. */
    boolean select(Labels pod) {
        if (values.isEmpty()) {
            return false;
        }
        for (var label : values.entrySet()) {
            if (!label.getValue().equals(pod.values.get(label.getKey()))) {
                return false;
            }
        }
        return true;
    }
}
