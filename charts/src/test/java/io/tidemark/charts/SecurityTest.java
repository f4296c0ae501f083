package io.tidemark.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a scanner of manifests looks for, in every variant. Findings are collected and compared with what is known and needed: capture
 * sees the host's network and opens raw sockets, which the test on a cluster shows it cannot do without.
 */
class SecurityTest {
    private static final Pattern SECRET =
            Pattern.compile("(?i)(password|passwd|secret|token|jaas|private key)\\s*[=:]\\s*\\S");

    static List<Path> variants() {
        return Chart.variants();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void theOnlyFindingsAreTheHostsNetworkAndRawSocketsOfCapture(Path variant) {
        var findings = new ArrayList<String>();
        for (Manifest manifest : Chart.render(variant)) {
            if (manifest.pod().has("containers")) {
                podFindings(manifest, findings);
            }
        }

        assertThat(findings)
                .containsExactlyInAnyOrder(
                        "DaemonSet/t1-tidemark-capture uses hostNetwork",
                        "DaemonSet/t1-tidemark-capture has hostPort 18481",
                        "DaemonSet/t1-tidemark-capture adds NET_RAW");
    }

    @ParameterizedTest
    @MethodSource("variants")
    void noConfigMapArgumentOrVariableCarriesASecret(Path variant) {
        for (Manifest manifest : Chart.render(variant)) {
            assertThat(manifest.kind()).isNotEqualTo("Secret");
            if (manifest.kind().equals("ConfigMap")) {
                manifest.json()
                        .path("data")
                        .forEach(
                                text -> assertThat(SECRET.matcher(text.asText()).find())
                                        .as(manifest.title())
                                        .isFalse());
            }
            for (JsonNode container : manifest.pod().path("containers")) {
                for (var words : List.of("command", "args")) {
                    container
                            .path(words)
                            .forEach(word -> assertThat(
                                            SECRET.matcher(word.asText()).find())
                                    .as(manifest.title())
                                    .isFalse());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void nobodyMayWriteOrReadSecretsAndRolesNameWhatTheyAllow(Path variant) {
        for (Manifest manifest : Chart.render(variant)) {
            for (JsonNode rule : manifest.at("/rules")) {
                var resources = texts(rule.path("resources"));
                var verbs = texts(rule.path("verbs"));

                assertThat(resources).as(manifest.title()).isSubsetOf("nodes", "pods", "services", "pods/portforward");
                assertThat(Set.copyOf(verbs))
                        .as(manifest.title())
                        .isSubsetOf(
                                resources.equals(List.of("pods/portforward"))
                                        ? Set.of("create")
                                        : Set.of("get", "list", "watch"));
                assertThat(texts(rule.path("apiGroups"))).containsExactly("");
            }
            if (manifest.kind().endsWith("RoleBinding")) {
                assertThat(manifest.at("/roleRef/name").asText())
                        .startsWith("t")
                        .contains("tidemark");
            }
        }
    }

    @Test
    void whereTheyAreAskedForNetworkPoliciesCoverEveryPodThatTheyCan() {
        var policies = Manifest.ofKind(Chart.render(Chart.variant("production")), "NetworkPolicy");

        assertThat(policies)
                .extracting(Manifest::name)
                .containsExactlyInAnyOrder("t1-tidemark-aggregator", "t1-tidemark-query");
        assertThat(policies)
                .allSatisfy(policy ->
                        assertThat(texts(policy.at("/spec/policyTypes"))).containsExactly("Ingress", "Egress"));
    }

    private static void podFindings(Manifest manifest, List<String> findings) {
        var pod = manifest.pod();
        for (var host : List.of("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace")) {
            if (pod.path(host).asBoolean()) {
                findings.add(manifest.title() + " uses " + host);
            }
        }
        for (JsonNode volume : pod.path("volumes")) {
            if (volume.has("hostPath")) {
                findings.add(manifest.title() + " mounts "
                        + volume.at("/hostPath/path").asText());
            }
        }
        check(pod.at("/securityContext/runAsNonRoot").asBoolean(), manifest, "may be root", findings);
        check(pod.at("/securityContext/runAsUser").asInt() >= 10000, manifest, "has a user of the system", findings);
        check(
                pod.at("/securityContext/seccompProfile/type").asText().equals("RuntimeDefault"),
                manifest,
                "has no seccomp profile",
                findings);
        for (JsonNode container : pod.path("containers")) {
            var security = container.path("securityContext");
            check(!security.path("privileged").asBoolean(), manifest, "is privileged", findings);
            check(
                    !security.path("allowPrivilegeEscalation").asBoolean(true),
                    manifest,
                    "may gain privileges",
                    findings);
            check(security.path("readOnlyRootFilesystem").asBoolean(), manifest, "may write its root", findings);
            check(
                    texts(security.at("/capabilities/drop")).equals(List.of("ALL")),
                    manifest,
                    "keeps capabilities",
                    findings);
            texts(security.at("/capabilities/add")).forEach(added -> findings.add(manifest.title() + " adds " + added));
            check(container.at("/resources/limits").has("memory"), manifest, "has no memory limit", findings);
            check(!container.path("image").asText().endsWith(":latest"), manifest, "runs latest", findings);
            for (JsonNode port : container.path("ports")) {
                if (port.has("hostPort")) {
                    findings.add(manifest.title() + " has hostPort " + port.path("hostPort"));
                }
            }
        }
    }

    private static void check(boolean good, Manifest manifest, String finding, List<String> findings) {
        if (!good) {
            findings.add(manifest.title() + " " + finding);
        }
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }
}
