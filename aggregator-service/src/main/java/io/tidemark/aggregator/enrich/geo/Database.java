package io.tidemark.aggregator.enrich.geo;

import com.maxmind.db.CHMCache;
import com.maxmind.db.DeserializationException;
import com.maxmind.db.MaxMindDbConstructor;
import com.maxmind.db.MaxMindDbParameter;
import com.maxmind.db.Reader;
import io.tidemark.aggregator.enrich.Address;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A MaxMind DB file (MaxMind DB File Format Specification 2.0), held in memory: a mapped file that is written over in place would
 * take the process with it. Reads what GeoLite2, GeoIP2 and DB-IP call country and ASN; a file may have one or both.
 *
 * <p>Space: the file's size on the heap. Time: at most 128 steps down a tree, some microseconds.
 */
final class Database {
    private final Reader reader;

    private Database(Reader reader) {
        this.reader = reader;
    }

    /** @throws IOException if it cannot be read, or is none */
    static Database read(Path path) throws IOException {
        return new Database(new Reader(path.toFile(), Reader.FileMode.MEMORY, new CHMCache()));
    }

    /** What the file says of the address; null: nothing. */
    Entry find(Address address) {
        try {
            return reader.get(address.inet(), Entry.class);
        } catch (IOException | DeserializationException e) { // what is damaged or of another shape says nothing
            return null;
        }
    }

    /**
     * What a file says of an address. Each part is null where the file has none. Public for the reader, which makes it.
     *
     * @param country      where the address is used
     * @param registered   where it is registered
     * @param number       of the autonomous system
     * @param organization that the autonomous system is registered to
     */
    public record Entry(Country country, Country registered, Long number, String organization) {
        @MaxMindDbConstructor
        public Entry(
                @MaxMindDbParameter(name = "country") Country country,
                @MaxMindDbParameter(name = "registered_country") Country registered,
                @MaxMindDbParameter(name = "autonomous_system_number") Long number,
                @MaxMindDbParameter(name = "autonomous_system_organization") String organization) {
            this.country = country;
            this.registered = registered;
            this.number = number;
            this.organization = organization;
        }

        /** ISO 3166-1 alpha-2; empty: the file does not say. */
        String iso() {
            var either = country != null && country.iso() != null ? country : registered;
            return either == null || either.iso() == null ? "" : either.iso();
        }
    }

    /**
     * A country.
     *
     * @param iso ISO 3166-1 alpha-2, or null
     */
    public record Country(String iso) {
        @MaxMindDbConstructor
        public Country(@MaxMindDbParameter(name = "iso_code") String iso) {
            this.iso = iso;
        }
    }
}
