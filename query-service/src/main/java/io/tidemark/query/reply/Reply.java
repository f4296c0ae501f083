package io.tidemark.query.reply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes responses of answers. The entity tag is a digest of what is sent, so it changes when a late revision changes a number of a
 * range that is long over; weak, as the same may leave compressed.
 */
@ApplicationScoped
public class Reply {
    /** The media type of CSV. */
    public static final String TEXT_CSV = "text/csv";

    /** Says of CSV what JSON has in it. */
    static final String COMPLETE = "Tidemark-Complete";

    static final String RECORDED = "Tidemark-Recorded";
    static final String MISSING_NODES = "Tidemark-Missing-Nodes";
    static final MediaType CSV = MediaType.valueOf("text/csv;charset=utf-8;header=present");

    private final ObjectMapper json;

    Reply(ObjectMapper json) {
        this.json = json;
    }

    /** The answer as it is wanted; 304 where the client has it. */
    public <T> Uni<Response> with(ReplyParameters wish, Uni<T> answer, Function<T, Table> table) {
        boolean csv = wish.csv();
        return answer.map(told -> csv ? csv(wish, table.apply(told)) : json(wish, told));
    }

    private Response json(ReplyParameters wish, Object answer) {
        try {
            return tagged(wish, json.writeValueAsBytes(answer), MediaType.APPLICATION_JSON_TYPE)
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }

    private static Response csv(ReplyParameters wish, Table table) {
        var response = tagged(wish, table.csv().getBytes(StandardCharsets.UTF_8), CSV)
                .header(COMPLETE, table.answer().complete());
        if (table.answer().recordedFrom() != null) {
            response.header(
                    RECORDED,
                    table.answer().recordedFrom() + "/" + table.answer().recordedTo());
        }
        if (!table.answer().missingNodes().isEmpty()) {
            // a name may have anything in it, a header's value may not
            response.header(
                    MISSING_NODES,
                    table.answer().missingNodes().stream()
                            .map(node -> URLEncoder.encode(node, StandardCharsets.UTF_8))
                            .collect(Collectors.joining(",")));
        }
        if (table.next() != null) {
            response.header(HttpHeaders.LINK, "<%s>; rel=\"next\"".formatted(wish.next(table.next())));
        }
        return response.build();
    }

    private static Response.ResponseBuilder tagged(ReplyParameters wish, byte[] body, MediaType type) {
        var tag = "W/\"" + digest(body) + "\"";
        var response = wish.has(tag) ? Response.notModified() : Response.ok(body, type);
        return response.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    }

    private static String digest(byte[] body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(body);
            return HexFormat.of().formatHex(Arrays.copyOf(digest, 12));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
