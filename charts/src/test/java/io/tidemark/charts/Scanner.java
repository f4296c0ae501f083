package io.tidemark.charts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What scanners of manifests look for, told as {@code Deployment/query may be root}: the levels "baseline" and "restricted" of
 * Kubernetes' Pod Security Standards, and the rules that kube-score, kubesec and Trivy have beside them and that say something of a
 * service. Left out, with the reason: a limit of processor time (it throttles and guards nobody where requests are set), pull policy
 * {@code Always} (tags are versions, or digests), anti-affinity (pods are spread by topology constraints).
 */
final class Scanner {
    private static final Pattern SECRET =
            Pattern.compile("(?i)(password|passwd|secret|token|jaas|private key)\\s*[=:]\\s*\\S");
    /** Volumes that "restricted" allows. */
    private static final Set<String> VOLUMES = Set.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret");

    private final List<Manifest> manifests;
    private final List<String> findings = new ArrayList<>();

    private Scanner(List<Manifest> manifests) {
        this.manifests = manifests;
    }

    /** All findings in objects that are installed together. */
    static List<String> findings(List<Manifest> manifests) {
        var scanner = new Scanner(manifests);
        manifests.forEach(scanner::object);
        return scanner.findings;
    }

    private void object(Manifest manifest) {
        switch (manifest.kind()) {
            case "Secret" -> find(manifest, "is a Secret with its value");
            case "ConfigMap" ->
                manifest.at("/data")
                        .forEach(text -> refuse(SECRET.matcher(text.asText()).find(), manifest, "carries a secret"));
            case "ServiceAccount" ->
                refuse(
                        manifest.at("/automountServiceAccountToken").asBoolean(true),
                        manifest,
                        "gives its token to every pod");
            case "Role", "ClusterRole" -> role(manifest);
            case "RoleBinding", "ClusterRoleBinding" -> binding(manifest);
            default -> {}
        }
        if (manifest.pod().has("containers")) {
            pod(manifest);
        }
    }

    private void role(Manifest manifest) {
        for (JsonNode rule : manifest.at("/rules")) {
            var resources = texts(rule.path("resources"));
            var verbs = texts(rule.path("verbs"));
            refuse((rule.toString()).contains("\"*\""), manifest, "allows everything of something");
            refuse(resources.contains("secrets"), manifest, "reads Secrets");
            refuse(
                    verbs.stream()
                                    .anyMatch(verb ->
                                            !Set.of("get", "list", "watch").contains(verb))
                            && !resources.equals(List.of("pods/portforward")),
                    manifest,
                    "changes things");
            refuse(
                    verbs.stream().anyMatch(Set.of("bind", "escalate", "impersonate")::contains),
                    manifest,
                    "may become more");
        }
    }

    private void binding(Manifest manifest) {
        refuse(
                manifests.stream()
                        .noneMatch(role -> role.kind()
                                        .equals(manifest.at("/roleRef/kind").asText())
                                && role.name()
                                        .equals(manifest.at("/roleRef/name").asText())),
                manifest,
                "binds a role that is not its own");
        for (JsonNode subject : manifest.at("/subjects")) {
            refuse(
                    subject.path("name")
                            .asText()
                            .matches("system:(authenticated|unauthenticated|anonymous|masters)|default"),
                    manifest,
                    "is for everybody");
        }
    }

    private void pod(Manifest manifest) {
        var pod = manifest.pod();
        for (var host : List.of("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace")) {
            refuse(pod.path(host).asBoolean(), manifest, "uses " + host);
        }
        for (JsonNode volume : pod.path("volumes")) {
            volume.fieldNames()
                    .forEachRemaining(field ->
                            refuse(!field.equals("name") && !VOLUMES.contains(field), manifest, "mounts a " + field));
            refuse(volume.has("secret") && !volume.at("/secret/items").isArray(), manifest, "mounts a whole Secret");
            refuse(
                    volume.has("emptyDir") && !volume.at("/emptyDir").has("sizeLimit"),
                    manifest,
                    "has a volume without bound");
        }
        var security = pod.path("securityContext");
        refuse(!security.path("runAsNonRoot").asBoolean(), manifest, "may be root");
        refuse(security.path("runAsUser").asInt() < 10000, manifest, "has a user of the system");
        refuse(security.path("runAsGroup").asInt() < 10000, manifest, "has a group of the system");
        refuse(
                !security.at("/seccompProfile/type").asText().equals("RuntimeDefault"),
                manifest,
                "has no seccomp profile");
        refuse(security.has("sysctls"), manifest, "sets sysctls");
        refuse(pod.path("enableServiceLinks").asBoolean(true), manifest, "is told all Services of the namespace");
        refuse(
                pod.path("automountServiceAccountToken").asBoolean(true) && !isBound(manifest),
                manifest,
                "has a token that it may do nothing with");
        for (var kind : List.of("initContainers", "containers", "ephemeralContainers")) {
            pod.path(kind).forEach(container -> container(manifest, container, kind.equals("containers")));
        }
        if (manifest.kind().equals("Deployment")) {
            refuse(
                    manifests.stream()
                            .noneMatch(budget -> budget.kind().equals("PodDisruptionBudget")
                                    && selects(budget.at("/spec/selector/matchLabels"), manifest)),
                    manifest,
                    "has no disruption budget");
        }
    }

    private void container(Manifest manifest, JsonNode container, boolean serves) {
        var security = container.path("securityContext");
        refuse(security.path("privileged").asBoolean(), manifest, "is privileged");
        refuse(security.path("allowPrivilegeEscalation").asBoolean(true), manifest, "may gain privileges");
        refuse(!security.path("readOnlyRootFilesystem").asBoolean(), manifest, "may write its root");
        refuse(!texts(security.at("/capabilities/drop")).equals(List.of("ALL")), manifest, "keeps capabilities");
        texts(security.at("/capabilities/add")).forEach(added -> find(manifest, "adds " + added));
        refuse(security.has("procMount"), manifest, "sees all of /proc");
        refuse(
                security.has("runAsUser") && security.path("runAsUser").asInt() < 10000,
                manifest,
                "has a user of the system");
        refuse(!container.at("/resources/limits").has("memory"), manifest, "has no memory limit");
        var image = container.path("image").asText();
        refuse(
                !image.matches(".*(:[^/]+|@sha256:[0-9a-f]{64})") || image.endsWith(":latest"),
                manifest,
                "runs any version");
        for (JsonNode port : container.path("ports")) {
            refuse(port.has("hostPort"), manifest, "has hostPort " + port.path("hostPort"));
        }
        for (var words : List.of("command", "args")) {
            container
                    .path(words)
                    .forEach(
                            word -> refuse(SECRET.matcher(word.asText()).find(), manifest, "has a secret as argument"));
        }
        for (JsonNode variable : container.path("env")) {
            refuse(
                    variable.has("value")
                            && variable.path("name").asText().matches(".*(PASSWORD|JAAS|SECRET|TOKEN|PRIVATE_KEY).*"),
                    manifest,
                    "has a secret as variable");
        }
        if (serves && !manifest.kind().equals("Pod")) {
            for (var resource : List.of("cpu", "memory")) {
                refuse(!container.at("/resources/requests").has(resource), manifest, "asks for no " + resource);
            }
            for (var probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                refuse(!container.has(probe), manifest, "has no " + probe);
            }
            refuse(
                    container.at("/livenessProbe").has("httpGet")
                            && container.at("/livenessProbe/httpGet").equals(container.at("/readinessProbe/httpGet")),
                    manifest,
                    "is killed when it is not ready");
        }
    }

    /** Whether a role is bound to the pod's service account. */
    private boolean isBound(Manifest manifest) {
        var account = manifest.pod().path("serviceAccountName").asText();
        return manifests.stream()
                .filter(binding -> binding.kind().endsWith("RoleBinding"))
                .flatMap(binding -> binding.at("/subjects").valueStream())
                .anyMatch(subject -> subject.path("kind").asText().equals("ServiceAccount")
                        && subject.path("name").asText().equals(account));
    }

    private static boolean selects(JsonNode labels, Manifest workload) {
        return !labels.isEmpty()
                && workload.at("/spec/template/metadata/labels").properties().containsAll(labels.properties());
    }

    private void refuse(boolean bad, Manifest manifest, String finding) {
        if (bad) {
            find(manifest, finding);
        }
    }

    private void find(Manifest manifest, String finding) {
        findings.add(manifest.title() + " " + finding);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }
}
