package io.tidemark.charts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.rebalance.KafkaRebalance;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The custom resources of Strimzi, as Strimzi's own generator describes them, made strict: an object with named properties may
 * have no others. An API server would drop an unknown field without a word.
 */
final class StrimziSchemas {
    private static final List<Class<?>> KINDS =
            List.of(Kafka.class, KafkaNodePool.class, KafkaTopic.class, KafkaUser.class, KafkaRebalance.class);
    private static final Map<String, JsonSchema> BY_KIND = generate();

    private StrimziSchemas() {}

    static boolean knows(Manifest manifest) {
        return manifest.apiVersion().startsWith("kafka.strimzi.io/");
    }

    /** What is wrong with an object of Strimzi's; empty if nothing is. */
    static List<String> problems(Manifest manifest) {
        if (!manifest.apiVersion().equals("kafka.strimzi.io/v1")) {
            return List.of("Strimzi serves kafka.strimzi.io/v1, not " + manifest.apiVersion());
        }
        var schema = BY_KIND.get(manifest.kind());
        if (schema == null) {
            return List.of("no schema for " + manifest.kind());
        }
        return schema.validate(manifest.json()).stream()
                .map(message -> message.getInstanceLocation() + ": " + message.getMessage())
                .toList();
    }

    /** The generator is a program, not a library: it ends its process, so it gets one of its own. */
    private static Map<String, JsonSchema> generate() {
        try {
            var folder = Files.createDirectories(Path.of("target", "strimzi"));
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.strimzi.crdgenerator.CrdGenerator",
                    "--yaml"));
            KINDS.forEach(kind -> command.add(kind.getName() + "=" + file(folder, kind)));
            var log = folder.resolve("generator.log").toFile();
            var exit = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError("Strimzi's generator ended with %d, see %s".formatted(exit, log));
            }
            return KINDS.stream()
                    .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, kind -> schema(file(folder, kind))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path file(Path folder, Class<?> kind) {
        return folder.resolve(kind.getSimpleName() + ".yaml");
    }

    private static JsonSchema schema(Path definition) {
        for (JsonNode version : Manifest.all(definition).getFirst().at("/spec/versions")) {
            if (version.path("name").asText().equals("v1")) {
                var schema = (ObjectNode) version.at("/schema/openAPIV3Schema").deepCopy();
                makeStrict(schema);
                // Every Kubernetes object has metadata; a definition does not describe it.
                ((ObjectNode) schema.path("properties")).putObject("metadata").put("type", "object");
                return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
            }
        }
        throw new AssertionError(definition + " has no version v1");
    }

    /** Closes every object that names its properties. */
    static void makeStrict(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("properties").isObject()
                    && object.path("type").asText().equals("object")
                    && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()
                    && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
            if (object.path("x-kubernetes-int-or-string").asBoolean()) {
                object.remove("type");
                object.putArray("type").add("integer").add("string");
            }
        }
        node.forEach(StrimziSchemas::makeStrict);
    }
}
