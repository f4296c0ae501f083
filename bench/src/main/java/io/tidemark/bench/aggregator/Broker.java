package io.tidemark.bench.aggregator;

import io.tidemark.bench.process.Jvm;
import io.tidemark.contract.topic.Topic;
import io.tidemark.contract.topic.Topics;
import io.tidemark.embedded.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A broker in a process of its own, with Tidemark's topics, in a new folder that goes with it. */
final class Broker implements AutoCloseable {
    private final Path folder = Files.createTempDirectory("tidemark-bench");
    private final int port = Loopback.freePort();
    private final Process process;
    private final Admin admin;

    /**
     * Returns when it answers.
     *
     * @param cores what {@link Jvm} says of them
     */
    Broker(Path home, List<String> cores) throws Exception {
        var arguments = new ArrayList<String>();
        arguments.add("-Xmx512m");
        arguments.add("-XX:+UseCompactObjectHeaders");
        arguments.addAll(List.of("-cp", home.resolve("cli/target/lib") + "/*", "io.tidemark.embedded.EmbeddedKafka"));
        arguments.addAll(List.of(folder.resolve("kafka").toString(), Integer.toString(port)));
        process = Jvm.start(cores, arguments, folder.resolve("broker.log"));
        admin = awaited();
    }

    private Admin awaited() throws Exception {
        Patience.await("the broker", this::listens);
        var client = Admin.create(Map.of("bootstrap.servers", servers()));
        new Topics(client, 1).ensure(Topic.ALL);
        return client;
    }

    private boolean listens() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        }
    }

    String servers() {
        return "127.0.0.1:" + port;
    }

    Admin admin() {
        return admin;
    }

    /** For logs and state of those who use it. */
    Path folder() {
        return folder;
    }

    /** Ends it at once. */
    @Override
    public void close() throws IOException {
        admin.close();
        process.destroyForcibly().onExit().join();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
