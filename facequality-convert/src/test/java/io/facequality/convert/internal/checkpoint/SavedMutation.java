package io.facequality.convert.internal.checkpoint;

import io.facequality.FaceQualityException.ModelException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A damaged copy of a small file of two tensors. To be tried again with every build, it lies among the test's resources,
 * in a folder that says how it must fare.
 */
final class SavedMutation {

    private static final String KEPT = "mutations";

    /** What may become of a damaged file. */
    enum Fate {
        /** It is a clear error. */
        REFUSED,
        /** The damage is where it does not matter: the tensors are read as they were. */
        UNCHANGED;

        private String folder() {
            return KEPT + "/" + name().toLowerCase(Locale.ROOT);
        }
    }

    private final Path file;
    private final Optional<Fate> expected;

    SavedMutation(Path file, Optional<Fate> expected) {
        this.file = file;
        this.expected = expected;
    }

    /** The file before the damage. */
    static Archive wholeFile() {
        return Archive.of(new Pickle()
                        .dictionary(entries -> entries.text("a").vector("0", 2).text("b").vector("1", 1))
                        .end())
                .floats("0", 1, 2)
                .floats("1", 3);
    }

    /** Those that were kept because something was wrong with them once, or nearly. */
    static List<SavedMutation> kept() throws IOException {
        List<SavedMutation> kept = new ArrayList<>();
        for (Fate fate : Fate.values()) {
            try (Stream<Path> files = Files.list(resources(fate.folder()))) {
                files.sorted().forEach(file -> kept.add(new SavedMutation(file, Optional.of(fate))));
            }
        }
        return kept;
    }

    private static Path resources(String folder) {
        try {
            return Path.of(SavedMutation.class.getResource(folder).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    Optional<Fate> expected() {
        return expected;
    }

    /** Reads all of it; anything but one of the two fates is a failure that says where the file is. */
    Fate check() {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            Map<String, List<Float>> tensors = tensors(checkpoint);
            if (tensors.equals(Map.of("a", List.of(1f, 2f), "b", List.of(3f)))) {
                return Fate.UNCHANGED;
            }
            throw new AssertionError("other tensors, " + tensors + ", " + advice());
        } catch (ModelException e) {
            return Fate.REFUSED;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(e + ", " + advice(), e);
        }
    }

    static Map<String, List<Float>> tensors(Checkpoint checkpoint) {
        Map<String, List<Float>> all = new TreeMap<>();
        checkpoint.groups().forEach((group, tensors) -> tensors.forEach((name, tensor) -> {
            List<Float> numbers = new ArrayList<>();
            if (tensor.type().isReal()) {
                for (float number : tensor.floats()) {
                    numbers.add(number);
                }
            } else {
                for (long number : tensor.longs()) {
                    numbers.add((float) number);
                }
            }
            all.put(group + name, numbers);
        }));
        return all;
    }

    private static String advice() {
        return "keep the file for every later build, below src/test/resources/"
                + SavedMutation.class.getPackageName().replace('.', '/') + " in " + Fate.REFUSED.folder() + " or "
                + Fate.UNCHANGED.folder() + ", whichever it must be";
    }

    @Override
    public String toString() {
        return expected.map(fate -> fate + ", ").orElse("") + file.getFileName();
    }
}
