package io.tidemark.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the {@link Scanner} finds in every variant is what is known and needed: capture sees the host's network and opens raw sockets,
 * which the test on a cluster shows it cannot do without.
 */
class SecurityTest {
    static List<Path> variants() {
        return Chart.variants();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void theOnlyFindingsAreTheHostsNetworkAndRawSocketsOfCapture(Path variant) {
        var manifests = Chart.render(variant);

        var captures = Manifest.ofKind(manifests, "DaemonSet");
        assertThat(captures).hasSize(variant.endsWith("restricted-values.yaml") ? 0 : 1);
        assertThat(Scanner.findings(manifests))
                .containsExactlyInAnyOrderElementsOf(captures.stream()
                        .map(Manifest::title)
                        .flatMap(title -> List.of(
                                title + " uses hostNetwork", title + " has hostPort 18481", title + " adds NET_RAW")
                                .stream())
                        .toList());
    }

    /** Each a change of the production variant that nobody should be able to make unseen. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Deployment | -query | /spec/template/spec/securityContext | runAsNonRoot | false | may be root",
                "Deployment | -query | /spec/template/spec/securityContext | runAsUser | 999 | has a user of the system",
                "Deployment | -query | /spec/template/spec/securityContext | runAsGroup | 0 | has a group of the system",
                "Deployment | -query | /spec/template/spec/securityContext | seccompProfile | {'type': 'Unconfined'} | has no seccomp profile",
                "Deployment | -query | /spec/template/spec/securityContext | sysctls | [] | sets sysctls",
                "Deployment | -query | /spec/template/spec | hostPID | true | uses hostPID",
                "Deployment | -query | /spec/template/spec | automountServiceAccountToken | true | has a token that it may do nothing with",
                "Deployment | -query | /spec/template/spec | enableServiceLinks | true | is told all Services of the namespace",
                "Deployment | -query | /spec/template/spec/volumes/0 | hostPath | {'path': '/'} | mounts a hostPath",
                "Deployment | -query | /spec/template/spec/volumes/0 | emptyDir | {} | has a volume without bound",
                "Deployment | -query | /spec/template/spec/volumes/1 | secret | {'secretName': 'a'} | mounts a whole Secret",
                "Deployment | -query | /spec/template/spec/containers/0/securityContext | privileged | true | is privileged",
                "Deployment | -query | /spec/template/spec/containers/0/securityContext | allowPrivilegeEscalation | true | may gain privileges",
                "Deployment | -query | /spec/template/spec/containers/0/securityContext | readOnlyRootFilesystem | false | may write its root",
                "Deployment | -query | /spec/template/spec/containers/0/securityContext | capabilities | {} | keeps capabilities",
                "Deployment | -query | /spec/template/spec/containers/0/securityContext/capabilities | add | ['SYS_ADMIN'] | adds SYS_ADMIN",
                "Deployment | -query | /spec/template/spec/containers/0/securityContext | procMount | 'Unmasked' | sees all of /proc",
                "Deployment | -query | /spec/template/spec/containers/0/resources | limits | {} | has no memory limit",
                "Deployment | -query | /spec/template/spec/containers/0/resources | requests | {'memory': '1Gi'} | asks for no cpu",
                "Deployment | -query | /spec/template/spec/containers/0 | image | 'a/b' | runs any version",
                "Deployment | -query | /spec/template/spec/containers/0 | args | ['--password=x'] | has a secret as argument",
                "Deployment | -query | /spec/template/spec/containers/0 | livenessProbe | {'httpGet': {'path': '/q/health/ready', 'port': 'http'}} | is killed when it is not ready",
                "Deployment | -query | /spec/template/spec/containers/0/env/0 | name | 'API_TOKEN' | has a secret as variable",
                "ConfigMap | -networks | /data | networks | 'password: x' | carries a secret",
                "ServiceAccount | -query | | automountServiceAccountToken | true | gives its token to every pod",
                "ClusterRole | -aggregator | /rules/0 | resources | ['secrets'] | reads Secrets",
                "ClusterRole | -aggregator | /rules/0 | verbs | ['*'] | allows everything of something",
                "ClusterRole | -aggregator | /rules/0 | verbs | ['delete'] | changes things",
                "ClusterRoleBinding | -aggregator | /roleRef | name | 'cluster-admin' | binds a role that is not its own",
                "RoleBinding | -viewer | /subjects/0 | name | 'system:authenticated' | is for everybody",
                "PodDisruptionBudget | -query | /spec/selector/matchLabels | app.kubernetes.io/component | 'other' | has no disruption budget",
            })
    void theScannerSeesWhatItIsThereFor(
            String kind, String nameEnd, String pointer, String field, String value, String finding)
            throws IOException {
        var manifests = Chart.render(Chart.variant("production"));
        var before = Scanner.findings(manifests);
        var target = (ObjectNode) Manifest.one(manifests, kind, nameEnd).at(pointer == null ? "" : pointer);
        target.set(field, new ObjectMapper().readTree(value.replace('\'', '"')));

        var added = new ArrayList<>(Scanner.findings(manifests));
        added.removeAll(before);

        assertThat(added).anySatisfy(one -> assertThat(one).endsWith(finding));
    }

    /** PostgreSQL for a kind cluster, to try things with: the image writes its root, and its user is Debian's. */
    @Test
    void whatLiesBesideTheChartIsHeldToTheSame() {
        var findings = Scanner.findings(Manifest.all(Path.of("..", "k8s", "kind", "postgresql.yaml")));

        assertThat(findings)
                .containsExactlyInAnyOrder(
                        "Deployment/postgresql has no disruption budget",
                        "Deployment/postgresql has a user of the system",
                        "Deployment/postgresql has a group of the system");
    }

    @ParameterizedTest
    @MethodSource("variants")
    void rolesNameWhatTheyAllow(Path variant) {
        for (Manifest manifest : Chart.render(variant)) {
            for (JsonNode rule : manifest.at("/rules")) {
                assertThat(texts(rule.path("resources")))
                        .as(manifest.title())
                        .isSubsetOf("nodes", "pods", "services", "pods/portforward");
                assertThat(texts(rule.path("apiGroups"))).containsExactly("");
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

    /** With a Secret's name for everything that a login, a broker and a database want, nothing of it is in what is rendered. */
    @Test
    void aSecretNeverPassesThroughValues() {
        var schema = Manifest.all(Chart.FOLDER.resolve("values.schema.json")).getFirst();

        assertThat(schema.json().findValues("properties"))
                .allSatisfy(properties -> assertThat(properties.properties())
                        .extracting(Map.Entry::getKey)
                        .noneMatch(key -> key.matches("(?i).*(password|token|secret)")
                                && !key.matches("existingSecret|caSecret|secret")));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }
}
