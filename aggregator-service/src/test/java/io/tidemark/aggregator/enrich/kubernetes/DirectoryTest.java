package io.tidemark.aggregator.enrich.kubernetes;

import static io.tidemark.aggregator.enrich.kubernetes.Cluster.find;
import static io.tidemark.aggregator.enrich.kubernetes.Cluster.nanos;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aggregator.enrich.Address;
import io.tidemark.aggregator.enrich.Endpoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private static final String IP = "10.1.0.7";

    private final Directory directory = new Directory();

    @Test
    void anAddressThatChangedHandsGoesToThePodThatHadItThen() {
        has("a", "2026-06-01T12:00:00Z");
        gone("a", "2026-06-01T12:05:00Z");
        has("b", "2026-06-01T12:07:00Z");

        assertThat(find(directory, IP, "2026-06-01T11:59:00Z")).isEqualTo(Endpoint.UNKNOWN);
        assertThat(pod("2026-06-01T12:00:00Z")).isEqualTo("a");
        assertThat(pod("2026-06-01T12:04:59Z")).isEqualTo("a");
        assertThat(pod("2026-06-01T12:06:00Z")).isEmpty();
        assertThat(pod("2026-06-01T12:07:00Z")).isEqualTo("b");
        assertThat(pod("2026-06-02T12:00:00Z")).isEqualTo("b");
    }

    @Test
    void thePodThatBeganLaterHasTheAddressEvenIfNobodyToldThatTheFirstOneIsGone() {
        has("a", "2026-06-01T12:00:00Z");
        has("b", "2026-06-01T12:07:00Z");
        gone("a", "2026-06-01T12:30:00Z"); // told late

        assertThat(pod("2026-06-01T12:06:59Z")).isEqualTo("a");
        assertThat(pod("2026-06-01T12:07:00Z")).isEqualTo("b");
        assertThat(pod("2026-06-01T12:20:00Z")).isEqualTo("b");
    }

    @Test
    void aPodThatWasTakenByItsNodeBeforeTheAddressWasFreeHasItFromTheEndOfTheOneBefore() {
        has("a", "2026-06-01T12:00:00Z");
        gone("a", "2026-06-01T12:05:00Z");
        has("b", "2026-06-01T12:04:30Z");

        assertThat(pod("2026-06-01T12:04:59Z")).isEqualTo("a");
        assertThat(pod("2026-06-01T12:05:00Z")).isEqualTo("b");
    }

    @Test
    void aTenureHoldsTenSecondsLongerOnBothSidesWhereNobodyElseHasTheAddress() {
        has("a", "2026-06-01T12:00:00Z");
        gone("a", "2026-06-01T12:05:00Z");

        assertThat(pod("2026-06-01T11:59:50Z")).isEqualTo("a");
        assertThat(pod("2026-06-01T11:59:49Z")).isEmpty();
        assertThat(pod("2026-06-01T12:05:09Z")).isEqualTo("a");
        assertThat(pod("2026-06-01T12:05:10Z")).isEmpty();
    }

    @Test
    void isSteadyWhereOneHasTheAddressAllTheTime() {
        has("a", "2026-06-01T12:00:00Z");
        gone("a", "2026-06-01T12:05:00Z");
        has("b", "2026-06-01T12:07:00Z");

        assertThat(isSteady("2026-06-01T12:01:00Z", "2026-06-01T12:01:10Z")).isTrue();
        assertThat(isSteady("2026-06-01T12:05:05Z", "2026-06-01T12:05:15Z")).isFalse();
        assertThat(isSteady("2026-06-01T12:05:30Z", "2026-06-01T12:05:40Z")).isTrue();
        assertThat(isSteady("2026-06-01T12:06:00Z", "2026-06-01T12:08:00Z")).isFalse();
        assertThat(isSteady("2026-06-01T12:07:00Z", "2026-06-01T12:07:10Z")).isTrue();
        assertThat(isSteady("2026-06-01T10:00:00Z", "2026-06-01T18:00:00Z")).isFalse();
    }

    @Test
    void whatEndedBeforeTheMemoryBeginsIsForgottenAndWhatLastsIsNot() {
        has("a", "2026-06-01T12:00:00Z");
        gone("a", "2026-06-01T12:05:00Z");
        directory.has(owner("c", "10.1.0.8"), nanos("2026-06-01T10:00:00Z"), Timeline.OPEN);

        directory.forget(nanos("2026-06-01T13:00:00Z"));

        assertThat(directory.size()).isOne();
        assertThat(find(directory, "10.1.0.8", "2026-06-01T10:00:00Z").pod()).isEqualTo("c");
    }

    @Test
    void aPodThatIsToldAnotherAddressHasTheOldOneNoMore() {
        has("a", "2026-06-01T12:00:00Z");
        directory.has(owner("a", "10.1.0.9"), nanos("2026-06-01T12:10:00Z"), Timeline.OPEN);

        assertThat(pod("2026-06-01T12:05:00Z")).isEqualTo("a");
        assertThat(pod("2026-06-01T12:20:00Z")).isEmpty();
        assertThat(find(directory, "10.1.0.9", "2026-06-01T12:20:00Z").pod()).isEqualTo("a");
    }

    @Test
    void zonesAndServicesThatComeAfterThePodAreToldToo() {
        has("a", "2026-06-01T12:00:00Z");
        var before = find(directory, IP, "2026-06-01T12:01:00Z");

        directory.zone("node-a", "zone-1");
        directory.selects("shop", "web", new Labels(Map.of("app", "web")));
        directory.selects("shop", "cart-b", new Labels(Map.of("app", "cart")));
        directory.selects("shop", "cart-a", new Labels(Map.of("app", "cart")));
        directory.selects("other", "a", new Labels(Map.of("app", "cart")));
        var with = find(directory, IP, "2026-06-01T12:01:00Z");
        directory.selects("shop", "cart-a", Labels.NONE);

        assertThat(before.zone() + before.service()).isEmpty();
        assertThat(with.zone()).isEqualTo("zone-1");
        assertThat(with.service()).isEqualTo("cart-a");
        assertThat(find(directory, IP, "2026-06-01T12:01:00Z").service()).isEqualTo("cart-b");
        assertThat(find(directory, IP, "2026-06-01T12:01:00Z")).isSameAs(find(directory, IP, "2026-06-01T12:02:00Z"));
    }

    private void has(String pod, String from) {
        directory.has(owner(pod, IP), nanos(from), Timeline.OPEN);
    }

    private static Owner owner(String pod, String ip) {
        var address = List.of(Address.parse(ip).orElseThrow());
        var labels = new Labels(Map.of("app", "cart", "tier", "1"));
        return new Owner.Pod("uid-" + pod, address, "shop", "Deployment", "cart", pod, "node-a", labels);
    }

    private void gone(String pod, String when) {
        directory.gone("uid-" + pod, nanos(when));
    }

    private String pod(String time) {
        return find(directory, IP, time).pod();
    }

    private boolean isSteady(String from, String to) {
        var address = Address.parse(IP).orElseThrow();
        return directory.isSteady(address.high(), address.low(), nanos(from), nanos(to));
    }
}
