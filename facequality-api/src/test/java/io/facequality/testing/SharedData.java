package io.facequality.testing;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The way to the shared pictures, models and golden data. A test that asks for a file is skipped where the folder is not
 * set, and fails on a build server ({@code CI=true}), which must have it.
 */
public final class SharedData {

    private static final String PROPERTY = "facequality.shared";
    private static final String VARIABLE = "FACEQUALITY_SHARED";

    private SharedData() {}

    /**
     * Finds a file or folder.
     *
     * @param first the first part of the path below the shared folder
     * @param more the other parts
     * @return the path, which exists
     */
    public static Path path(String first, String... more) {
        Optional<String> root = root();
        if (root.isEmpty()) {
            String message = "test data is needed; name its folder with -D" + PROPERTY + "=DIR or " + VARIABLE;
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            assumeTrue(false, message);
        }
        Path path = Path.of(root.orElseThrow(), first).resolve(Path.of("", more));
        if (!Files.exists(path)) {
            fail("the shared test data lacks " + path);
        }
        return path;
    }

    private static Optional<String> root() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .filter(value -> !value.isBlank())
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
                .filter(value -> !value.isBlank());
    }
}
