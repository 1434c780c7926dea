package io.facequality.catalogue;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** What stands in for the addresses of a catalogue: the same files, under their names, at one place. */
sealed interface Mirror {

    /**
     * Reads what a user wrote.
     *
     * @param text an address that starts with http:// or https://, or a folder
     */
    static Mirror of(String text) {
        String start = text.toLowerCase(Locale.ROOT);
        try {
            if (start.startsWith("http://") || start.startsWith("https://")) {
                URI base = new URI(text.endsWith("/") ? text : text + "/");
                if (base.getHost() != null && base.getQuery() == null && base.getFragment() == null) {
                    return new Web(base);
                }
            } else if (!text.isBlank() && !start.contains("://")) {
                return new Folder(Path.of(text));
            }
        } catch (URISyntaxException | InvalidPathException e) {
            throw unusable(text);
        }
        throw unusable(text);
    }

    private static InvalidInputException unusable(String text) {
        return new InvalidInputException(new Problem(
                "cannot use the mirror", text, "a folder, or http://HOST/... or https://HOST/...", "neither",
                "Name one that holds the models' files under their own names."));
    }

    /**
     * A folder.
     *
     * @param path the folder
     */
    record Folder(Path path) implements Mirror {}

    /**
     * A server; whoever names it may do without encryption.
     *
     * @param base ends with a slash
     */
    record Web(URI base) implements Mirror {}
}
