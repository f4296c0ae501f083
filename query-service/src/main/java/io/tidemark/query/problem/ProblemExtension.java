package io.tidemark.query.problem;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.graphql.api.ErrorExtensionProvider;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.util.Map;

/** The extension "problem" of GraphQL's errors: the problem details that REST answers with. */
public final class ProblemExtension implements ErrorExtensionProvider {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

    @Override
    public String getKey() {
        return "problem";
    }

    /** Null where the failure has none: there is no extension then. */
    @Override
    public JsonValue mapValueFrom(Throwable e) {
        if (!(e instanceof Failure failure)) {
            return null;
        }
        var members = MAPPER.convertValue(failure.problem(failure.language()), MEMBERS);
        return Json.createObjectBuilder(members).build();
    }
}
