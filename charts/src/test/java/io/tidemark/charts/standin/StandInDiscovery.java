package io.tidemark.charts.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Tells Prometheus the pods to scrape, as a file of targets: Debian's Prometheus is built without Kubernetes' discovery. Labels are
 * those that the Prometheus operator gives for the chart's monitors: namespace, pod, container, node and job. Arguments: the file.
 */
public final class StandInDiscovery {
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final ObjectMapper JSON = new ObjectMapper();

    private StandInDiscovery() {}

    public static void main(String[] args) throws Exception {
        var file = Path.of(args[0]);
        var namespace = Files.readString(ACCOUNT.resolve("namespace"));
        var client = HttpClient.newBuilder().sslContext(clusterTrust()).build();
        var pods = URI.create("https://kubernetes.default.svc/api/v1/namespaces/" + namespace + "/pods");
        while (true) {
            var request = HttpRequest.newBuilder(pods)
                    .header("Authorization", "Bearer " + Files.readString(ACCOUNT.resolve("token")))
                    .build();
            try {
                var answer = client.send(request, BodyHandlers.ofString());
                write(file, targets(namespace, JSON.readTree(answer.body())));
            } catch (IOException e) {
                System.err.println(e); // asked again in a second
            }
            Thread.sleep(1000);
        }
    }

    private static SSLContext clusterTrust() throws Exception {
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (var in = Files.newInputStream(ACCOUNT.resolve("ca.crt"))) {
            trusted.setCertificateEntry(
                    "cluster", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** Ready or not: a pod that runs is scraped. */
    private static List<Map<String, ?>> targets(String namespace, JsonNode pods) {
        var targets = new ArrayList<Map<String, ?>>();
        for (JsonNode pod : pods.path("items")) {
            var labels = pod.at("/metadata/labels");
            boolean ours = labels.path("app.kubernetes.io/part-of").asText().equals("tidemark");
            boolean exporter = labels.path("app").asText().equals("stand-in-lag-exporter");
            if (!pod.at("/status/phase").asText().equals("Running") || !(ours || exporter)) {
                continue;
            }
            for (JsonNode port : pod.at("/spec/containers/0/ports")) {
                var told = new TreeMap<String, String>();
                told.put("namespace", namespace);
                told.put("pod", pod.at("/metadata/name").asText());
                told.put("container", pod.at("/spec/containers/0/name").asText());
                told.put("node", pod.at("/spec/nodeName").asText());
                told.put(
                        "job",
                        ours
                                ? namespace + "/"
                                        + labels.path("app.kubernetes.io/instance")
                                                .asText() + "-"
                                        + labels.path("app.kubernetes.io/component")
                                                .asText()
                                : "kafka-exporter");
                told.put("__metrics_path__", ours ? "/q/metrics" : "/metrics");
                targets.add(Map.of(
                        "targets",
                        List.of(pod.at("/status/podIP").asText() + ":"
                                + port.path("containerPort").asText()),
                        "labels",
                        told));
            }
        }
        return targets;
    }

    private static void write(Path file, List<Map<String, ?>> targets) throws IOException {
        var beside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(beside, JSON.writeValueAsString(targets));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
