package io.tidemark.charts.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A release's life on a cluster, from the installation to the removal, in this order. Every step leaves the release running for the
 * next one; the ledger is asked again and again, over all that was captured since the start.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {
    private static final String SPACE = "tidemark-test";
    private static final String TALK = "tidemark-talk";
    private static final Duration SOON = Duration.ofMinutes(5);

    private final Diary diary = new Diary();
    private Cluster cluster;
    private Release release;
    private Tidemark tidemark;
    private Instant begin;

    @BeforeAll
    void prepareTheCluster() {
        var kubeconfig = System.getenv("KUBECONFIG");
        assumeTrue(
                Boolean.getBoolean("tidemark.cluster") && kubeconfig != null,
                "no cluster: run './tidemark test --cluster' with KUBECONFIG set");
        cluster = new Cluster(Path.of(kubeconfig));
        release = new Release(cluster, SPACE, System.getenv("TIDEMARK_CLUSTER_REWRITE"));
        tidemark = new Tidemark(cluster, SPACE);
        var standIns = new StandIns(cluster, SPACE, TALK);
        standIns.remove();
        diary.time("stand-ins ready", standIns::install);
    }

    @AfterAll
    void leaveTheClusterAsItWas() {
        if (cluster != null) {
            new StandIns(cluster, SPACE, TALK).remove();
            diary.close();
        }
    }

    @Test
    @Order(1)
    void isInstalledAndAnswersHelmsTest() {
        begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);

        diary.time("helm install --wait", () -> release.install(Map.of()));
        var tested = release.test(); // throws where the test's pod fails

        assertThat(tested).contains("NAME: tidemark", "STATUS: deployed");
        assertThat(tidemark.pods("capture")).hasSameSizeAs(cluster.get("nodes").path("items"));
        assertThat(tidemark.pods("aggregator")).hasSize(1);
        assertThat(tidemark.pods("query")).hasSize(2);
    }

    @Test
    @Order(2)
    void captureHasOneRightAndEveryOtherPodHasNone() {
        for (var component : List.of("capture", "aggregator", "query")) {
            var status = tidemark.processStatus(component);
            diary.note("%s: uid %s, capabilities in effect %s, at most %s, no new privileges %s"
                    .formatted(
                            component,
                            status.get("Uid").split("\\s")[0],
                            status.get("CapEff"),
                            status.get("CapBnd"),
                            status.get("NoNewPrivs")));

            var rawSockets = component.equals("capture") ? "0000000000002000" : "0000000000000000"; // bit 13: NET_RAW
            assertThat(status.get("Uid")).as(component).startsWith("10001");
            assertThat(status.get("CapEff")).as(component).isEqualTo(rawSockets);
            assertThat(status.get("CapBnd")).as(component).isEqualTo(rawSockets);
            assertThat(status.get("NoNewPrivs")).as(component).isEqualTo("1");
            assertThat(status.get("Seccomp")).as(component).isEqualTo("2");
        }
    }

    @Test
    @Order(3)
    void withoutItsOneRightCaptureDoesNotStart() {
        var lessRights = new Rights(cluster, SPACE, release.rendered(Map.of()));

        assertThat(lessRights.wordsOfCaptureWithout("NET_RAW")).containsIgnoringCase("operation not permitted");
        diary.note("capture without NET_RAW: " + lessRights.lastWords());
    }

    @Test
    @Order(4)
    void trafficBetweenTwoPodsAppearsUnderTheirWorkloadsNames() {
        cluster.kubectl("-n", TALK, "scale", "deployment/client", "--replicas=1");

        var waited = diary.time(
                "from a pod's creation to its traffic in the API, under its workload's name",
                () -> Wait.until(
                        "client and server by name",
                        Duration.ofSeconds(60),
                        () -> tidemark.workloads(begin),
                        names -> names.stream()
                                .anyMatch(pair -> pair.contains("tidemark-talk/Deployment/client")
                                        && pair.contains("tidemark-talk/Deployment/server"))));

        assertThat(waited).isLessThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    @Order(5)
    void theLedgerBalancesWhileEveryPodIsReplaced() {
        var before = Stream.of("capture", "aggregator", "query")
                .flatMap(component -> tidemark.pods(component).stream())
                .toList();

        diary.time(
                "helm upgrade --wait under traffic",
                () -> release.upgrade(Map.of(
                        "capture.podAnnotations.test", "two",
                        "aggregator.podAnnotations.test", "two",
                        "query.podAnnotations.test", "two")));

        assertThat(Stream.of("capture", "aggregator", "query").flatMap(component -> tidemark.pods(component).stream()))
                .hasSameSizeAs(before)
                .doesNotContainAnyElementsOf(before);
        theLedgerBalances("after the upgrade");
    }

    @Test
    @Order(6)
    void theLedgerBalancesAfterPodsWereKilled() {
        for (var component : List.of("aggregator", "query", "capture")) {
            var killed = tidemark.pods(component).getFirst();
            cluster.kubectl("-n", SPACE, "delete", "pod", killed, "--grace-period=0", "--force");
            diary.time(
                    component + " killed and replaced",
                    () -> Wait.until(
                            component + " ready",
                            SOON,
                            () -> tidemark.readyPods(component),
                            ready -> !ready.isEmpty()
                                    && !ready.contains(killed)
                                    && ready.size() == tidemark.pods(component).size()));
        }

        theLedgerBalances("after three kills");
    }

    @Test
    @Order(7)
    void theAutoscalerBringsPodsForABacklogAndTakesThemAway() {
        cluster.kubectl("-n", TALK, "scale", "deployment/crowd", "--replicas=1");
        Wait.until("a quiet autoscaler", SOON, tidemark::backlog, backlog -> backlog < 50);
        assertThat(tidemark.pods("aggregator")).hasSize(1);

        tidemark.scaleAggregators(0); // an outage; the autoscaler leaves a Deployment without pods alone
        var backlog = Wait.until("a backlog of flows", SOON, tidemark::backlog, lag -> lag > 500);
        tidemark.scaleAggregators(1);
        diary.time(
                "from one aggregator with a backlog of %.0f batches to more".formatted(backlog),
                () -> Wait.until("more aggregators", SOON, () -> tidemark.pods("aggregator"), pods -> pods.size() > 1));
        diary.note("the autoscaler: " + tidemark.autoscaler());
        diary.time(
                "and, with the backlog gone, back to one",
                () -> Wait.until(
                        "one aggregator",
                        SOON.multipliedBy(2),
                        () -> tidemark.readyPods("aggregator"),
                        pods -> pods.size() == 1 && tidemark.pods("aggregator").size() == 1));
        cluster.kubectl("-n", TALK, "scale", "deployment/crowd", "--replicas=0");

        assertThat(tidemark.backlog()).isLessThan(100);
        theLedgerBalances("after scaling up and down");
    }

    @Test
    @Order(8)
    void everyPanelIsAnsweredByAPrometheusThatScrapedTheServices() {
        var unanswered = new Dashboards(tidemark, SPACE).unanswered();

        assertThat(unanswered).isEmpty();
    }

    @Test
    @Order(9)
    void aRemovalLeavesNothing() {
        diary.time("helm uninstall", release::uninstall);

        Wait.until("nothing of the release", SOON, tidemark::objects, List::isEmpty);
    }

    /**
     * Asked of all windows since the start, once one is there that began after the last disturbance. Its rows come partition by
     * partition, so the last of them may take a moment; what they add up to then stays.
     */
    private void theLedgerBalances(String when) {
        var since = Instant.now();
        var until = Wait.until(
                "a window after " + since, SOON, () -> tidemark.lastWindowAfter(since), window -> window != null);
        var ledger = Wait.until(
                "a ledger without a rest " + when,
                SOON,
                () -> tidemark.ledger(begin, until),
                answer -> answer.at("/unexplained/packets").asLong() == 0
                        && answer.at("/unexplained/bytes").asLong() == 0);

        diary.note("ledger %s, %s: received %d packets = persisted %d + other %s + unexplained %d"
                .formatted(
                        when,
                        ledger.path("complete").asBoolean()
                                ? "every window complete"
                                : "not every window complete, nodes missing: " + ledger.path("missing_nodes"),
                        ledger.at("/received/packets").asLong(),
                        ledger.at("/persisted/packets").asLong(),
                        ledger.path("other"),
                        ledger.at("/unexplained/packets").asLong()));
        assertThat(ledger.at("/persisted/packets").asLong()).isPositive();
    }
}
