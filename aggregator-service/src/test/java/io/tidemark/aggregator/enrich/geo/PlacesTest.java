package io.tidemark.aggregator.enrich.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.aggregator.enrich.Address;
import io.tidemark.aggregator.enrich.Endpoint;
import io.tidemark.aggregator.enrich.ReloadedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
    @TempDir
    Path folder;

    private ReloadedFile<Database> countries;
    private ReloadedFile<Database> systems;

    @BeforeEach
    void write() throws IOException {
        countries = new ReloadedFile<>(
                new MmdbFile()
                        .with("198.51.100.0/24", Map.of("country", Map.of("iso_code", "NZ")))
                        .with("203.0.113.0/24", Map.of("registered_country", Map.of("iso_code", "DE")))
                        .with("2001:db8::/32", Map.of("country", Map.of("iso_code", "BR")))
                        .write(folder.resolve("country.mmdb")),
                Database::read);
        systems = new ReloadedFile<>(
                new MmdbFile()
                        .with("198.51.100.128/25", system(4_200_000_000L, "Example Net"))
                        .with("192.0.2.0/24", system(64_496, "Documentation"))
                        .write(folder.resolve("asn.mmdb")),
                Database::read);
    }

    @Test
    void tellsCountryAndAutonomousSystemEachFromTheFileThatHasIt() {
        assertThat(find("198.51.100.1")).isEqualTo(Endpoint.ofPlace("NZ", 0, ""));
        assertThat(find("198.51.100.200")).isEqualTo(Endpoint.ofPlace("NZ", 4_200_000_000L, "Example Net"));
        assertThat(find("192.0.2.7")).isEqualTo(Endpoint.ofPlace("", 64_496, "Documentation"));
        assertThat(find("2001:db8:1::1")).isEqualTo(Endpoint.ofPlace("BR", 0, ""));
        assertThat(find("10.0.0.1")).isEqualTo(Endpoint.UNKNOWN);
        assertThat(find("2001:db9::1")).isEqualTo(Endpoint.UNKNOWN);
    }

    @Test
    void tellsWhereAnAddressIsRegisteredIfNotWhereItIsUsed() {
        assertThat(find("203.0.113.5").country()).isEqualTo("DE");
    }

    @Test
    void readsAFileAgainThatWasReplacedAndKeepsTheOldOneForADamagedOne() throws IOException {
        var next = new MmdbFile()
                .with("198.51.100.0/24", Map.of("country", Map.of("iso_code", "IS")))
                .write(folder.resolve("next.mmdb"));
        Files.move(next, countries.path(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);

        boolean changed = countries.poll();
        var after = find("198.51.100.1").country();
        Files.writeString(countries.path(), "no database at all");

        assertThat(changed).isTrue();
        assertThat(after).isEqualTo("IS");
        assertThatThrownBy(countries::poll).isInstanceOf(IOException.class);
        assertThat(find("198.51.100.1").country()).isEqualTo("IS");
    }

    private static Map<String, Object> system(long number, String organization) {
        return Map.of(
                "autonomous_system_number",
                new MmdbFile.Number32(number),
                "autonomous_system_organization",
                organization);
    }

    private Endpoint find(String ip) {
        var address = Address.parse(ip).orElseThrow();
        return new Places(List.of(countries, systems)).find(address.high(), address.low(), 0);
    }
}
