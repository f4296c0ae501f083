package io.tidemark.charts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.quarkiverse.argocd.v1alpha1.AppProject;
import io.quarkiverse.argocd.v1alpha1.Application;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.keycloak.representations.idm.RealmRepresentation;

/**
 * Who knows which kind of object, and reads it strictly: Strimzi's by its own generator, Argo CD's and a realm of Keycloak by their
 * classes, those of {@link OwnSchemas} by what is written there, all others by fabric8's model.
 */
final class Kinds {
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new JavaTimeModule())
            .build();
    private static final Map<String, Class<?>> ARGO =
            Map.of("Application", Application.class, "AppProject", AppProject.class);

    private Kinds() {}

    /** What is wrong with an object; empty if every field is known and of its type. */
    static List<String> problems(Manifest manifest) {
        var problems = new ArrayList<String>();
        if (StrimziSchemas.knows(manifest)) {
            problems.addAll(StrimziSchemas.problems(manifest));
        } else if (manifest.apiVersion().equals("argoproj.io/v1alpha1") && ARGO.containsKey(manifest.kind())) {
            read(manifest, "", ARGO.get(manifest.kind()), problems);
        } else if (OwnSchemas.knows(manifest)) {
            problems.addAll(OwnSchemas.problems(manifest));
            if (manifest.kind().equals("KeycloakRealmImport")) {
                read(manifest, "/spec/realm", RealmRepresentation.class, problems);
            }
        } else {
            problems.addAll(StrictTypes.problems(manifest));
        }
        return problems;
    }

    private static void read(Manifest manifest, String pointer, Class<?> type, List<String> problems) {
        try {
            STRICT.treeToValue(manifest.at(pointer), type);
        } catch (JsonProcessingException e) {
            problems.add(pointer + ": " + e.getOriginalMessage());
        }
    }
}
