package io.tidemark.query;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page as it is served: what is in it is tested in a browser, in {@code e2e}. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class PageQuarkusTest {
    private static final Pattern SCRIPT =
            Pattern.compile("<script type=\"module\" src=\"(/static/bundle/[^\"]+)\"></script>");

    @Test
    void thePageIsAskedForAnewAndAllowsNoInlineScriptOrStyle() {
        given().get("/")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-cache"))
                .header("Content-Security-Policy", not(containsString("unsafe")))
                .body(not(containsString("<style")));
    }

    @Test
    void itsScriptIsServed() {
        var script = SCRIPT.matcher(given().get("/").asString());

        assertThat(script.find()).isTrue();
        given().get(script.group(1)).then().statusCode(200).contentType(containsString("javascript"));
    }
}
