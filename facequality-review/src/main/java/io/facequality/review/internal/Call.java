package io.facequality.review.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One request, and its answer. */
final class Call {

    /** The longest body: every group of a plan of 100,000 by its id. */
    static final int LONGEST_BODY = 1 << 20;

    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int DONE = 200;
    private static final int NOTHING_TO_SAY = 204;
    private static final int UNCHANGED = 304;

    private final HttpExchange exchange;

    Call(HttpExchange exchange) {
        this.exchange = exchange;
    }

    List<String> headers(String name) {
        List<String> values = exchange.getRequestHeaders().get(name);
        return values == null ? List.of() : List.copyOf(values);
    }

    String method() {
        return exchange.getRequestMethod();
    }

    boolean isPost() {
        return method().equals("POST");
    }

    /** The path without its query, as it came: nothing in it is decoded. */
    String path() {
        return exchange.getRequestURI().getRawPath();
    }

    boolean isApi() {
        return path().startsWith("/api/");
    }

    /** A parameter of the query. */
    Optional<String> query(String name) {
        String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        Map<String, String> parameters = Arrays.stream(query.split("&"))
                .map(part -> part.split("=", 2))
                .filter(part -> part.length == 2)
                .collect(Collectors.toMap(part -> part[0], part -> decoded(part[1]), (one, other) -> one));
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.BAD_REQUEST, "The address is malformed.");
        }
    }

    /** Reads the body. */
    <T> T body(Class<T> type) throws IOException {
        String sent = String.join("", headers("Content-Type")).toLowerCase(Locale.ROOT);
        if (!sent.equals("application/json")) {
            throw new Refusal(Refusal.UNSUPPORTED_TYPE, "The body needs to be JSON.");
        }
        byte[] body;
        try (InputStream stream = exchange.getRequestBody()) {
            body = stream.readNBytes(LONGEST_BODY + 1);
            if (body.length > LONGEST_BODY) {
                throw new Refusal(Refusal.TOO_LARGE, "The body is too large.");
            }
        }
        try {
            return Optional.ofNullable(JSON.readValue(body, type)).orElseThrow(Call::malformed);
        } catch (JacksonException e) {
            throw malformed();
        }
    }

    private static Refusal malformed() {
        return new Refusal(Refusal.BAD_REQUEST, "The body is not what this call takes.");
    }

    void setCookie(String name, String value) {
        exchange.getResponseHeaders().set("Set-Cookie", name + "=" + value + "; Path=/; HttpOnly; SameSite=Strict");
    }

    void json(Object answer) throws IOException {
        json(DONE, answer);
    }

    private void json(int status, Object answer) throws IOException {
        noStore();
        send(status, "application/json", JSON.writeValueAsBytes(answer));
    }

    void nothing() throws IOException {
        noStore();
        exchange.sendResponseHeaders(NOTHING_TO_SAY, -1);
    }

    private record Problem(String problem) {}

    void refuse(Refusal refusal) throws IOException {
        if (refusal.status() == Refusal.TOO_LARGE) {
            // What is left of the body is not read.
            exchange.getResponseHeaders().set("Connection", "close");
        }
        json(refusal.status(), new Problem(String.valueOf(refusal.getMessage())));
    }

    void page(String type, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        send(DONE, type, content);
    }

    /** Makes the content of an answer. */
    @FunctionalInterface
    interface Content {
        byte[] make() throws IOException;
    }

    /** Answers with a picture that never changes under its name. */
    void picture(String name, Content content) throws IOException {
        String tag = "\"" + name + "\"";
        if (headers("If-None-Match").contains(tag)) {
            exchange.getResponseHeaders().set("ETag", tag);
            exchange.sendResponseHeaders(UNCHANGED, -1);
            return;
        }
        byte[] jpeg = content.make();
        exchange.getResponseHeaders().set("ETag", tag);
        exchange.getResponseHeaders().set("Cache-Control", "private, max-age=86400, immutable");
        send(DONE, "image/jpeg", jpeg);
    }

    /** Starts an answer that has no end yet. */
    OutputStream stream(String type) throws IOException {
        noStore();
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(DONE, 0);
        return exchange.getResponseBody();
    }

    private void noStore() {
        exchange.getResponseHeaders().set("Cache-Control", "private, no-store");
    }

    private void send(int status, String type, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        try (OutputStream stream = exchange.getResponseBody()) {
            stream.write(content);
        }
    }
}
