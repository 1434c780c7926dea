package io.facequality.review.internal;

import io.facequality.plan.internal.ReportResources;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The files that the page consists of. They hold nothing of anybody's, so that anybody may read them. */
final class PageFiles {

    private static final List<String> SCRIPTS = List.of(
            "main.js", "calls.js", "events.js", "images.js", "keys.js", "list.js", "group.js", "review.js", "start.js",
            "filters.js", "dialogs.js", "apply.js");

    private record PageFile(String type, byte[] content) {}

    private final Map<String, PageFile> files = new LinkedHashMap<>();

    PageFiles() {
        add("/", "text/html; charset=utf-8", own("index.html"));
        add("/review.css", "text/css; charset=utf-8", own("review.css"));
        SCRIPTS.forEach(script -> add("/" + script, "text/javascript; charset=utf-8", own(script)));
        // What the page shares with the report.
        add("/shared.css", "text/css; charset=utf-8", bytes(ReportResources.text("shared.css")));
        add("/shared.js", "text/javascript; charset=utf-8", bytes(ReportResources.text("shared.js")));
    }

    private void add(String path, String type, byte[] content) {
        files.put(path, new PageFile(type, content));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] own(String name) {
        try (InputStream file = PageFiles.class.getResourceAsStream("page/" + name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void addTo(Router router) {
        files.forEach((path, file) ->
                router.get(path, (call, parameters) -> call.page(file.type(), file.content())));
    }
}
