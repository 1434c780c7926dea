package io.facequality.plan.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/** The texts that reports are made of. The page of a review takes some of them, too. */
public final class ReportResources {

    private static final Pattern MODULE_LINE = Pattern.compile("^(import|export) .*;\n", Pattern.MULTILINE);

    private ReportResources() {}

    /**
     * Reads a text.
     *
     * @param name the file's name
     * @return its content
     */
    public static String text(String name) {
        try (InputStream resource = ReportResources.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Several script modules as one script, since a page in one file has none to import from. */
    static String script(String... names) {
        StringBuilder script = new StringBuilder("\"use strict\";\n");
        for (String name : names) {
            script.append(MODULE_LINE.matcher(text(name)).replaceAll(""));
        }
        return script.toString();
    }
}
