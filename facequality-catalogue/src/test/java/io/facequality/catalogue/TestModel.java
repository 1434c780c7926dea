package io.facequality.catalogue;

import io.facequality.internal.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** A model that no server but a test's has: bytes that are no network, in a catalogue of their own. */
final class TestModel {

    static final String ID = "test-model";
    static final String FILE = "test_model.onnx";
    static final int SIZE = 300_000;

    private TestModel() {}

    static byte[] bytes(long seed) {
        byte[] bytes = new byte[SIZE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static String sha256(byte[] bytes) {
        try {
            Path file = Files.createTempFile("facequality", ".bin");
            try {
                return Sha256.of(Files.write(file, bytes));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a catalogue whose one model has these bytes. */
    static Path catalogue(Path folder, byte[] bytes) {
        return catalogue(folder, "\"size\": " + bytes.length + ", \"sha256\": \"" + sha256(bytes) + "\",");
    }

    /** Writes a catalogue whose one model has its size and digest as given, or not at all. */
    static Path catalogue(Path folder, String sizeAndDigest) {
        return write(folder.resolve("catalogue.json"), sizeAndDigest, "MIT");
    }

    static Path write(Path file, String sizeAndDigest, String license) {
        try {
            return Files.writeString(file, """
                    {
                      "format": "facequality-catalogue-1",
                      "models": [{
                        "id": "%s", "name": "A test's", "uses": ["quality"], "file": "%s", %s
                        "url": "https://models.invalid/%s",
                        "licence": {"name": "%s", "terms": "None."},
                        "input": {"description": "nothing", "channels": "bgr", "mean": 127.5, "deviation": 128}
                      }]
                    }
                    """.formatted(ID, FILE, sizeAndDigest, FILE, license));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A store in a folder that knows of nothing around it, is soon done with retries, and never with a busy machine. */
    static ModelStore.Builder store(Path folder, Path catalogue) {
        return ModelStore.builder(new Surroundings(Map.of("user.home", folder.toString())::get, name -> null))
                .folder(folder.resolve("cache"))
                .catalogueFile(catalogue)
                .connectTimeout(Duration.ofMinutes(2))
                .stallTimeout(Duration.ofMinutes(2))
                .attempts(3)
                .retryPause(Duration.ofMillis(1));
    }

    /** Deletes a folder with all that is in it; links are not followed. */
    static void delete(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    /** The names of the files of the model's folder that a fetch leaves. */
    static Stream<String> left(Path folder) {
        Path place = folder.resolve("cache").resolve(ID);
        if (!Files.exists(place)) {
            return Stream.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".lock"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
