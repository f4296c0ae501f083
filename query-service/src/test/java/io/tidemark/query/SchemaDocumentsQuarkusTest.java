package io.tidemark.query;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API that clients were promised, in docs/api, is the API that there is. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class SchemaDocumentsQuarkusTest {
    @ParameterizedTest
    @CsvSource({"/q/openapi, openapi.yaml", "/graphql/schema.graphql, schema.graphql"})
    void theDocumentsInDocsApiAreTheApi(String path, String name) throws IOException {
        var document = Path.of("../docs/api", name);
        var now = given().get(path).then().statusCode(200).extract().asString();
        if (Boolean.getBoolean("tidemark.docs.update")) {
            Files.createDirectories(document.getParent());
            Files.writeString(document, now);
        }

        assertThat(document).as("""
                        The API differs from docs/api/%s. If that is meant (fields are only ever added), write it anew and commit it:
                        mvn -pl query-service -am test -Dtest=SchemaDocumentsQuarkusTest -Dsurefire.failIfNoSpecifiedTests=false -Dtidemark.docs.update=true""", name).hasContent(now);
    }
}
