package io.tidemark.charts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * One YAML document, mostly a Kubernetes object. A key given twice in a mapping is an error, as it is to Kubernetes' strict
 * decoder; YAML 1.2's core schema keeps {@code on} and {@code 1e3} what they are to Go.
 *
 * @param json never null or empty
 */
record Manifest(JsonNode json) {
    private static final LoadSettings STRICT = LoadSettings.builder()
            .setAllowDuplicateKeys(false)
            .setSchema(new CoreSchema())
            .build();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Every document of a stream that is not empty. */
    static List<Manifest> all(String yaml) {
        var manifests = new ArrayList<Manifest>();
        for (Object document : new Load(STRICT).loadAllFromString(yaml)) {
            if (document != null) {
                manifests.add(new Manifest(MAPPER.valueToTree(document)));
            }
        }
        return manifests;
    }

    static List<Manifest> all(Path file) {
        try {
            return all(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    String kind() {
        return json.path("kind").asText();
    }

    String apiVersion() {
        return json.path("apiVersion").asText();
    }

    String name() {
        return json.path("metadata").path("name").asText();
    }

    /** As a person names it: {@code Deployment/t1-tidemark-query}. */
    String title() {
        return kind() + "/" + name();
    }

    /** A JSON pointer below this object; a missing node if nothing is there. */
    JsonNode at(String pointer) {
        return json.at(pointer);
    }

    /** The pod that a workload makes, or that this object is; missing for other kinds. */
    JsonNode pod() {
        return kind().equals("Pod") ? json.path("spec") : json.at("/spec/template/spec");
    }

    /** The only object of a kind whose name ends so. */
    static Manifest one(List<Manifest> manifests, String kind, String nameEnd) {
        var found = manifests.stream()
                .filter(manifest ->
                        manifest.kind().equals(kind) && manifest.name().endsWith(nameEnd))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("%d objects %s/...%s".formatted(found.size(), kind, nameEnd));
        }
        return found.getFirst();
    }

    static List<Manifest> ofKind(List<Manifest> manifests, String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .toList();
    }
}
