package io.tidemark.aggregator.enrich.geo;

import io.tidemark.aggregator.enrich.Address;
import io.tidemark.aggregator.enrich.Endpoint;
import io.tidemark.aggregator.enrich.Lookup;
import io.tidemark.aggregator.enrich.ReloadedFile;
import java.util.List;

/** Country and autonomous system of an address, each from the first file that has it. */
final class Places implements Lookup {
    private final List<ReloadedFile<Database>> files;

    Places(List<ReloadedFile<Database>> files) {
        this.files = List.copyOf(files);
    }

    @Override
    public Endpoint find(long high, long low, long nanos) {
        var address = new Address(high, low);
        var country = "";
        long number = 0;
        var organization = "";
        for (var file : files) {
            var entry = file.content().find(address);
            if (entry == null) {
                continue;
            }
            if (country.isEmpty()) {
                country = entry.iso();
            }
            if (number == 0 && entry.number() != null) {
                number = entry.number();
                organization = entry.organization() == null ? "" : entry.organization();
            }
        }
        return country.isEmpty() && number == 0 ? Endpoint.UNKNOWN : Endpoint.ofPlace(country, number, organization);
    }
}
