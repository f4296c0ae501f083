package io.tidemark.aggregator.enrich;

import java.util.Comparator;

/**
 * What an address belonged to, as far as it is known: Endpoint in summary.proto, which explains each part. Empty, and 0, is what
 * is not known.
 *
 * @param workloadKind    as Kubernetes spells it; empty: it is none of Kubernetes
 * @param asNumber        0 to 2^32 - 1
 * @param country         ISO 3166-1 alpha-2
 * @param asOrganization  at most 128 characters
 */
public record Endpoint(
        String namespace,
        String workloadKind,
        String workload,
        String pod,
        String node,
        String zone,
        String service,
        String network,
        String country,
        long asNumber,
        String asOrganization)
        implements Comparable<Endpoint> {
    /** Nothing is known. */
    public static final Endpoint UNKNOWN = new Endpoint("", "", "", "", "", "", "", "", "", 0, "");

    private static final int ORGANIZATION = 128; // characters: a batch of 1000 rows must stay below the broker's limit
    private static final Comparator<Endpoint> ORDER = Comparator.comparing(Endpoint::namespace)
            .thenComparing(Endpoint::workloadKind)
            .thenComparing(Endpoint::workload)
            .thenComparing(Endpoint::pod)
            .thenComparing(Endpoint::node)
            .thenComparing(Endpoint::zone)
            .thenComparing(Endpoint::service)
            .thenComparing(Endpoint::network)
            .thenComparing(Endpoint::country)
            .thenComparingLong(Endpoint::asNumber)
            .thenComparing(Endpoint::asOrganization);

    /** A pod of a workload. */
    public static Endpoint ofPod(
            String namespace, String kind, String workload, String pod, String node, String zone, String service) {
        return new Endpoint(namespace, kind, workload, pod, node, zone, service, "", "", 0, "");
    }

    /** A node, with all pods in its network namespace. */
    public static Endpoint ofNode(String name, String zone) {
        return new Endpoint("", "Node", name, "", name, zone, "", "", "", 0, "");
    }

    /** A service's own address. */
    public static Endpoint ofService(String namespace, String name) {
        return new Endpoint(namespace, "Service", name, "", "", "", name, "", "", 0, "");
    }

    /** One of the operator's own networks. */
    public static Endpoint ofNetwork(String label) {
        return new Endpoint("", "", "", "", "", "", "", label, "", 0, "");
    }

    /** Somewhere on the internet. */
    public static Endpoint ofPlace(String country, long asNumber, String asOrganization) {
        var organization =
                asOrganization.length() <= ORGANIZATION ? asOrganization : asOrganization.substring(0, ORGANIZATION);
        return new Endpoint("", "", "", "", "", "", "", "", country, asNumber, organization);
    }

    public boolean isKnown() {
        return !equals(UNKNOWN);
    }

    /** The same with a network's label. */
    Endpoint in(String label) {
        return new Endpoint(
                namespace, workloadKind, workload, pod, node, zone, service, label, country, asNumber, asOrganization);
    }

    /** What it is booked under in rows of workloads: the workload; else the network; else country and autonomous system. */
    public Endpoint entity() {
        if (!workloadKind.isEmpty()) {
            return new Endpoint(namespace, workloadKind, workload, "", "", "", "", "", "", 0, "");
        }
        return network.isEmpty() ? ofPlace(country, asNumber, asOrganization) : ofNetwork(network);
    }

    @Override
    public int compareTo(Endpoint other) {
        return ORDER.compare(this, other);
    }

    /** Writes what is known. */
    public void write(io.tidemark.contract.summary.Endpoint message) {
        if (!namespace.isEmpty()) {
            message.setNamespace(namespace);
        }
        if (!workloadKind.isEmpty()) {
            message.setWorkloadKind(workloadKind);
        }
        if (!workload.isEmpty()) {
            message.setWorkload(workload);
        }
        if (!pod.isEmpty()) {
            message.setPod(pod);
        }
        if (!node.isEmpty()) {
            message.setNode(node);
        }
        if (!zone.isEmpty()) {
            message.setZone(zone);
        }
        if (!service.isEmpty()) {
            message.setService(service);
        }
        if (!network.isEmpty()) {
            message.setNetwork(network);
        }
        if (!country.isEmpty()) {
            message.setCountry(country);
        }
        if (asNumber != 0) {
            message.setAsNumber((int) asNumber);
        }
        if (!asOrganization.isEmpty()) {
            message.setAsOrganization(asOrganization);
        }
    }
}
