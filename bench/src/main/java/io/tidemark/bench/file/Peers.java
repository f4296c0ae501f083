package io.tidemark.bench.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the peers on this machine; as root on Debian it installs those that are missing. */
record Peers(List<String> wanted) {
    private static final List<String> FOLDERS =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    List<Peer> found() throws IOException, InterruptedException {
        var found = new ArrayList<Peer>();
        for (Peer peer : Peer.all()) {
            if (!wanted.isEmpty() && !wanted.contains(peer.name())) {
                continue;
            }
            if (!isThere(peer.program())) {
                install(peer.packages());
            }
            if (isThere(peer.program())) {
                found.add(peer);
            } else {
                System.err.printf(
                        "LEFT OUT: %s is missing; on Debian: apt-get install %s%n", peer.program(), peer.packages());
            }
        }
        return found;
    }

    private static boolean isThere(String program) {
        return FOLDERS.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void install(String packages) throws IOException, InterruptedException {
        if (!System.getProperty("user.name").equals("root") || !isThere("apt-get")) {
            return;
        }
        System.err.println("installing " + packages);
        var apt = new ProcessBuilder("apt-get", "install", "-q", "-y", "--no-install-recommends", packages);
        apt.environment().put("DEBIAN_FRONTEND", "noninteractive");
        apt.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
