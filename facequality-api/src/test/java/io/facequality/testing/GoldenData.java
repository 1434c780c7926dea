package io.facequality.testing;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** Inputs and what the published definitions make of them. Both collections have the same folders and files. */
public enum GoldenData {

    /** Small, with random numbers, among each module's test resources; {@code benchmarks/golden} makes it. */
    REPOSITORY {
        @Override
        public Path path(String first, String... more) {
            String name = "golden/" + first + (more.length == 0 ? "" : "/" + String.join("/", more));
            URL resource = Thread.currentThread().getContextClassLoader().getResource(name);
            if (resource == null) {
                throw new IllegalArgumentException("expected a test resource " + name + ", found none");
            }
            try {
                return Path.of(resource.toURI());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
    },

    /** From published code on real faces, in the shared folder; a test of it is skipped without that folder. */
    SHARED {
        @Override
        public Path path(String first, String... more) {
            return SharedData.path("golden", first).resolve(Path.of("", more));
        }
    };

    /**
     * Finds a file or folder.
     *
     * @param first the subject
     * @param more the rest of the path
     * @return the path
     */
    public abstract Path path(String first, String... more);
}
