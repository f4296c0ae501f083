package io.tidemark.aggregator.enrich.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.aggregator.enrich.Address;
import io.tidemark.aggregator.enrich.ReloadedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworksTest {
    @TempDir
    Path folder;

    @Test
    void theLongestPrefixCounts() throws IOException {
        var table = NetworksFile.read(file("""
                # ours
                10.0.0.0/8       everything
                10.1.0.0/16      office berlin   # two words
                10.1.2.3         printer
                2001:db8::/32    six
                2001:db8:1::/48  six-one
                """));

        assertThat(label(table, "10.1.2.3")).isEqualTo("printer");
        assertThat(label(table, "10.1.2.4")).isEqualTo("office berlin");
        assertThat(label(table, "10.2.0.0")).isEqualTo("everything");
        assertThat(label(table, "11.0.0.0")).isEmpty();
        assertThat(label(table, "2001:db8:1:ffff::")).isEqualTo("six-one");
        assertThat(label(table, "2001:db8:2::")).isEqualTo("six");
        assertThat(label(table, "::10.1.2.3")).isEmpty();
        assertThat(table.size()).isEqualTo(5);
    }

    @Test
    void aPrefixOfAllOfIpv4HoldsNothingOfIpv6() throws IOException {
        var table = NetworksFile.read(file("0.0.0.0/0 four\n::/0 six\n"));

        assertThat(label(table, "203.0.113.9")).isEqualTo("four");
        assertThat(label(table, "2001:db8::1")).isEqualTo("six");
    }

    @Property(tries = 200)
    void findsWhatLookingThroughAllPrefixesFinds(
            @ForAll List<@IntRange(max = 1 << 16) Integer> prefixes,
            @ForAll @IntRange(max = (1 << 16) - 1) int address) {
        var networks = prefixes.stream()
                .map(seed -> {
                    int length = 112 + seed % 17;
                    return new Network(
                            new Address(0, seed * 2_654_435_761L & 0xFFFF).prefix(length), length, "n" + seed);
                })
                .toList();
        var wanted = new Address(0, address);

        var found = new NetworkTable(networks).find(0, address, 0);

        int longest = networks.stream()
                .filter(network -> wanted.prefix(network.length()).equals(network.prefix()))
                .mapToInt(Network::length)
                .max()
                .orElse(-1);
        var those = networks.stream()
                .filter(network -> network.length() == longest)
                .filter(network -> wanted.prefix(longest).equals(network.prefix()))
                .map(Network::label);
        assertThat(Stream.concat(those, Stream.of("").filter(none -> longest < 0)))
                .contains(found.network());
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16, no label",
        "10.1.0.0/33 x, no length of 0 to 32",
        "10.1.0.0/-1 x, no length of 0 to 32",
        "10.1.0.1/16 x, has bits set after its prefix",
        "example.org/8 x, is no address",
        "2001:db8::/129 x, no length of 0 to 128",
    })
    void saysWhatIsWrongWithALine(String line, String reason) {
        assertThatThrownBy(() -> NetworksFile.read(file("192.0.2.0/24 fine\n\n" + line + "\n")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("1 wrong lines: line 3: ")
                .hasMessageContaining(reason);
    }

    @Test
    void aPrefixThatIsThereTwiceIsWrong() {
        assertThatThrownBy(() -> NetworksFile.read(file("10.0.0.0/8 a\n10.0.0.0/8 b\n")))
                .hasMessageContaining("line 2: the prefix is on line 1 already");
    }

    @Test
    void aFileThatIsReachedByATurnedLinkIsReadAgainAndAWrongOneLeavesWhatWasThere() throws IOException {
        var first = Files.createDirectory(folder.resolve("..2026_1"));
        var second = Files.createDirectory(folder.resolve("..2026_2"));
        var third = Files.createDirectory(folder.resolve("..2026_3"));
        Files.writeString(first.resolve("networks"), "10.0.0.0/8 before\n");
        Files.writeString(second.resolve("networks"), "10.0.0.0/8 wrong\nnonsense\n");
        Files.writeString(third.resolve("networks"), "10.0.0.0/8 after\n");
        var data = folder.resolve("..data"); // as the kubelet mounts a ConfigMap
        turn(data, first);
        Files.createSymbolicLink(folder.resolve("networks"), Path.of("..data/networks"));
        var file = new ReloadedFile<>(folder.resolve("networks"), NetworksFile::read);

        boolean unchanged = file.poll();
        turn(data, second);
        assertThatThrownBy(file::poll).hasMessageContaining("line 2: no label");
        var kept = label(file.content(), "10.9.9.9");
        boolean toldAgain = file.poll();
        turn(data, third);
        boolean changed = file.poll();

        assertThat(unchanged).isFalse();
        assertThat(kept).isEqualTo("before");
        assertThat(toldAgain).isFalse();
        assertThat(changed).isTrue();
        assertThat(label(file.content(), "10.9.9.9")).isEqualTo("after");
    }

    @Test
    void aFileThatIsGoneLeavesWhatWasThere() throws IOException {
        var path = file("10.0.0.0/8 before\n");
        var file = new ReloadedFile<>(path, NetworksFile::read);

        Files.delete(path);

        assertThatThrownBy(file::poll).hasMessageContaining("gone");
        assertThat(label(file.content(), "10.9.9.9")).isEqualTo("before");
    }

    private static void turn(Path link, Path to) throws IOException {
        var next = link.resolveSibling("..next");
        Files.createSymbolicLink(next, to.getFileName());
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("file"), text);
    }

    private static String label(NetworkTable table, String ip) {
        var address = Address.parse(ip).orElseThrow();
        return table.find(address.high(), address.low(), 0).network();
    }
}
