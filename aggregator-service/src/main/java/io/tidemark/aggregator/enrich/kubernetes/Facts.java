package io.tidemark.aggregator.enrich.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodIP;
import io.tidemark.aggregator.enrich.Address;
import io.tidemark.contract.window.WindowLength;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the few facts that are needed out of Kubernetes' objects, and lets objects that say the same share it: all pods of a
 * workload have one copy of its name, namespace and labels.
 */
final class Facts {
    static final String ZONE = "topology.kubernetes.io/zone";
    private static final String ZONE_BEFORE_1_17 = "failure-domain.beta.kubernetes.io/zone";
    private static final String DEPLOYMENT_HASH = "pod-template-hash";
    private static final String ROLLOUT_HASH = "rollouts-pod-template-hash"; // Argo Rollouts
    /** A CronJob names its jobs NAME-MINUTES after the minute they were due, in minutes since 1970; up to 1.20 in seconds. */
    private static final Pattern SCHEDULED = Pattern.compile("(.+)-(\\d{8}|\\d{10})");

    private static final long DUE_WITHIN_HOURS = 7 * 24;
    private static final int SHARED = 50_000;

    private final Map<Object, Object> shared = new ConcurrentHashMap<>();

    /** A pod with its addresses; empty: it has none of its own, or none yet. */
    Optional<Owner.Pod> pod(io.fabric8.kubernetes.api.model.Pod pod) {
        var status = pod.getStatus();
        if (status == null || Boolean.TRUE.equals(pod.getSpec().getHostNetwork())) {
            return Optional.empty();
        }
        var ips = status.getPodIPs().stream().map(PodIP::getIp);
        var addresses = addresses(Stream.concat(Stream.ofNullable(status.getPodIP()), ips));
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        var meta = pod.getMetadata();
        var workload = workload(pod);
        return Optional.of(new Owner.Pod(
                meta.getUid(),
                addresses,
                share(meta.getNamespace()),
                share(workload.kind()),
                share(workload.name()),
                meta.getName(),
                share(text(pod.getSpec().getNodeName())),
                labels(meta.getLabels())));
    }

    /** When a pod's addresses became its own: its network was ready (since 1.29); else its node took it. */
    static long startOf(io.fabric8.kubernetes.api.model.Pod pod) {
        var ready = pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("PodReadyToStartContainers"))
                .filter(condition -> condition.getStatus().equals("True"))
                .map(PodCondition::getLastTransitionTime)
                .findFirst();
        return ready.flatMap(Facts::nanos)
                .or(() -> nanos(pod.getStatus().getStartTime()))
                .orElseGet(() -> createdAt(pod));
    }

    /** True: all its containers have ended for good, and its addresses may be another's already. */
    static boolean hasEnded(io.fabric8.kubernetes.api.model.Pod pod) {
        var phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    /** When the last of a pod's containers ended; empty: not all have, or it is not told. */
    static Optional<Long> endOf(io.fabric8.kubernetes.api.model.Pod pod) {
        if (pod.getStatus() == null || pod.getStatus().getContainerStatuses().isEmpty()) {
            return Optional.empty();
        }
        long last = 0;
        for (ContainerStatus container : pod.getStatus().getContainerStatuses()) {
            var end = Optional.ofNullable(container.getState())
                    .map(ContainerState::getTerminated)
                    .map(ContainerStateTerminated::getFinishedAt)
                    .flatMap(Facts::nanos);
            if (end.isEmpty()) {
                return Optional.empty();
            }
            last = Math.max(last, end.get());
        }
        return Optional.of(last);
    }

    Owner.Node node(io.fabric8.kubernetes.api.model.Node node) {
        var addresses = node.getStatus() == null
                ? List.<Address>of()
                : addresses(node.getStatus().getAddresses().stream().map(each -> each.getAddress()));
        return new Owner.Node(
                node.getMetadata().getUid(), addresses, share(node.getMetadata().getName()));
    }

    /** Of a node; empty: it is in none. */
    static String zoneOf(io.fabric8.kubernetes.api.model.Node node) {
        var labels = Optional.ofNullable(node.getMetadata().getLabels()).orElse(Map.of());
        return labels.getOrDefault(ZONE, labels.getOrDefault(ZONE_BEFORE_1_17, ""));
    }

    Owner.Service service(io.fabric8.kubernetes.api.model.Service service) {
        var spec = service.getSpec();
        var balancer = Stream.ofNullable(service.getStatus())
                .flatMap(status -> Stream.ofNullable(status.getLoadBalancer()))
                .flatMap(each -> each.getIngress().stream())
                .map(ingress -> ingress.getIp());
        var own = Stream.concat(Stream.ofNullable(spec.getClusterIP()), spec.getClusterIPs().stream());
        var all = Stream.concat(Stream.concat(own, spec.getExternalIPs().stream()), balancer);
        return new Owner.Service(
                service.getMetadata().getUid(),
                addresses(all),
                share(service.getMetadata().getNamespace()),
                service.getMetadata().getName());
    }

    /** What a service selects. */
    Labels selectorOf(io.fabric8.kubernetes.api.model.Service service) {
        return labels(service.getSpec().getSelector());
    }

    static long createdAt(HasMetadata object) {
        return nanos(object.getMetadata().getCreationTimestamp()).orElse(0L);
    }

    /**
     * Who made the pod, without asking for the makers: a Deployment's name is its ReplicaSet's without the pods' template hash, a
     * CronJob's its Job's without the time.
     */
    private static Workload workload(io.fabric8.kubernetes.api.model.Pod pod) {
        var meta = pod.getMetadata();
        var owner = meta.getOwnerReferences().stream()
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .filter(reference -> !reference.getKind().equals("Node")) // a static pod's mirror
                .findFirst();
        if (owner.isEmpty()) {
            return new Workload("Pod", meta.getName());
        }
        var labels = Optional.ofNullable(meta.getLabels()).orElse(Map.of());
        return switch (owner.get().getKind()) {
            case "ReplicaSet" -> replicas(owner.get(), labels);
            case "Job" -> job(owner.get(), createdAt(pod));
            default -> new Workload(owner.get().getKind(), owner.get().getName());
        };
    }

    private static Workload replicas(OwnerReference set, Map<String, String> labels) {
        boolean rollout = labels.containsKey(ROLLOUT_HASH);
        var suffix = "-" + (rollout ? labels.get(ROLLOUT_HASH) : labels.get(DEPLOYMENT_HASH));
        var name = set.getName();
        return name.endsWith(suffix) && name.length() > suffix.length()
                ? new Workload(rollout ? "Rollout" : "Deployment", name.substring(0, name.length() - suffix.length()))
                : new Workload("ReplicaSet", name);
    }

    private static Workload job(OwnerReference job, long createdAt) {
        var name = SCHEDULED.matcher(job.getName());
        if (!name.matches()) {
            return new Workload("Job", job.getName());
        }
        long seconds = Long.parseLong(name.group(2)) * (name.group(2).length() == 8 ? 60 : 1);
        long away = Math.abs(createdAt / 1_000_000_000L - seconds);
        return away <= Duration.ofHours(DUE_WITHIN_HOURS).toSeconds()
                ? new Workload("CronJob", name.group(1))
                : new Workload("Job", job.getName());
    }

    private static List<Address> addresses(Stream<String> texts) {
        var addresses = new ArrayList<Address>(2);
        texts.forEach(text -> Optional.ofNullable(text)
                .flatMap(Address::parse)
                .filter(address -> !addresses.contains(address))
                .ifPresent(addresses::add));
        return List.copyOf(addresses);
    }

    private Labels labels(Map<String, String> labels) {
        if (labels == null || labels.isEmpty()) {
            return Labels.NONE;
        }
        var own = new Labels(labels);
        var known = (Labels) shared.get(own);
        if (known != null) {
            return known;
        }
        var copy = new Labels(Map.ofEntries(labels.entrySet().stream()
                .map(label -> Map.entry(share(label.getKey()), share(label.getValue())))
                .toArray(Facts::entries)));
        return share(copy);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map.Entry<String, String>[] entries(int length) {
        return new Map.Entry[length];
    }

    /** One copy for all that say the same. What was shared is forgotten now and then: later objects share anew. */
    @SuppressWarnings("unchecked")
    private <T> T share(T value) {
        if (shared.size() > SHARED) {
            shared.clear();
        }
        var before = shared.putIfAbsent(value, value);
        return before == null ? value : (T) before;
    }

    private static String text(String orNull) {
        return orNull == null ? "" : orNull;
    }

    private static Optional<Long> nanos(String time) {
        if (time == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(WindowLength.nanos(Instant.parse(time)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** What made a pod. */
    private record Workload(String kind, String name) {}
}
