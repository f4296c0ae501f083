package io.tidemark.charts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Kinds whose makers publish no model that a Java build could take: {@code src/test/schemas} has, by hand, what we use of them. A field
 * that is not there is refused, so it finds typing errors; whether the maker has the field too, no test here can know.
 */
final class OwnSchemas {
    private static final Path FOLDER = Path.of("src", "test", "schemas");
    private static final Map<String, JsonSchema> BY_KIND = load();

    private OwnSchemas() {}

    static boolean knows(Manifest manifest) {
        return BY_KIND.containsKey(manifest.kind()) && !isOfKubernetes(manifest.apiVersion());
    }

    /** What is wrong with an object; empty if nothing is. */
    static List<String> problems(Manifest manifest) {
        return BY_KIND.get(manifest.kind()).validate(manifest.json()).stream()
                .map(message -> message.getInstanceLocation() + ": " + message.getMessage())
                .toList();
    }

    private static boolean isOfKubernetes(String apiVersion) {
        return !apiVersion.contains(".") || apiVersion.contains(".k8s.io/");
    }

    private static Map<String, JsonSchema> load() {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> Manifest.all(file).getFirst())
                    .collect(Collectors.toUnmodifiableMap(Manifest::kind, OwnSchemas::schema));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An object of this version and kind, with metadata and the specification that the file describes, each closed. */
    private static JsonSchema schema(Manifest description) {
        var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.putArray("required")
                .add("apiVersion")
                .add("kind")
                .add("metadata")
                .add("spec");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("apiVersion").put("const", description.apiVersion());
        properties.putObject("kind").put("const", description.kind());
        properties.putObject("metadata").put("type", "object");
        properties.set("spec", description.at("/spec"));
        StrimziSchemas.makeStrict(schema);
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
    }
}
