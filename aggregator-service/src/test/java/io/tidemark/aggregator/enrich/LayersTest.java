package io.tidemark.aggregator.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LayersTest {
    private static final Endpoint POD = Endpoint.ofPod("shop", "Deployment", "cart", "cart-1", "node-a", "", "");
    private static final Endpoint OFFICE = Endpoint.ofNetwork("office");
    private static final Endpoint ABROAD = Endpoint.ofPlace("NZ", 64_496, "Example");

    private final Layers.Layer kubernetes = new Layers.Layer((high, low, nanos) -> low <= 2 ? POD : Endpoint.UNKNOWN);
    private final Layers.Layer networks =
            new Layers.Layer((high, low, nanos) -> low == 2 || low == 3 ? OFFICE : Endpoint.UNKNOWN);
    private final Layers.Layer geo = new Layers.Layer((high, low, nanos) -> low <= 4 ? ABROAD : Endpoint.UNKNOWN);
    private final Layers layers = new Layers(kubernetes, networks, geo);

    @Test
    void kubernetesComesFirstTheNetworksLabelIsAddedAndPlacesAreForTheRest() {
        assertThat(layers.find(0, 1, 0)).isEqualTo(POD);
        assertThat(layers.find(0, 2, 0)).isEqualTo(POD.in("office"));
        assertThat(layers.find(0, 2, 0).entity()).isEqualTo(POD.entity());
        assertThat(layers.find(0, 3, 0)).isEqualTo(OFFICE);
        assertThat(layers.find(0, 4, 0)).isEqualTo(ABROAD);
        assertThat(layers.find(0, 5, 0)).isEqualTo(Endpoint.UNKNOWN);
    }

    @Test
    void eachSourceCountsWhatItWasAskedAndWhatItDidNotKnow() {
        for (int low = 1; low <= 5; low++) {
            layers.find(0, low, 0);
        }

        assertThat(kubernetes.lookups.sum()).isEqualTo(5);
        assertThat(kubernetes.misses.sum()).isEqualTo(3);
        assertThat(networks.misses.sum()).isEqualTo(3);
        assertThat(geo.lookups.sum()).isEqualTo(2);
        assertThat(geo.misses.sum()).isOne();
    }

    @Test
    void aSourceThatIsOffIsNotAsked() {
        var off = new Layers.Layer(Lookup.NONE);

        new Layers(off, networks, off).find(0, 9, 0);

        assertThat(off.lookups.sum() + off.misses.sum()).isZero();
    }
}
