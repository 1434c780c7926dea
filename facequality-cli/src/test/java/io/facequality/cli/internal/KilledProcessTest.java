package io.facequality.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed, as by a power cut, while they put files somewhere. Afterwards every picture is whole under
 * one of the names that it may have, nothing else has a picture's name, and doing the same again finishes the work.
 * {@code -Dfacequality.kills} sets how often each is killed, {@code -Dfacequality.kills.seed} at which moments.
 */
@Tag("slow")
class KilledProcessTest {

    private static final int KILLS = Integer.getInteger("facequality.kills", 1);

    private static final String TEMPORARY = "\\.facequality-[0-9a-f-]{36}\\.tmp";

    private final Random moments = new Random(Long.getLong("facequality.kills.seed", 1));

    @TempDir
    private Path folder;

    private Path people;
    private Map<String, String> pictures;
    private int started;
    private int killed;
    private int temporaryFiles;

    @AfterEach
    void saysHowOften() {
        System.out.println("killed " + killed + " of " + started + " processes; temporary files seen after: "
                + temporaryFiles);
        assertThat(killed).isPositive();
    }

    @Test
    void losesNothingWhenSelectionIsKilled() throws Exception {
        library(40);
        for (int i = 0; i < KILLS; i++) {
            Path out = folder.resolve("selected-" + i);
            Object[] command = {"select", "--crop", "as-is", people, "--keep", "5", "--objective", "quality", "--out", out};
            kill(out, command);
            assertNothingIsLost(out);
            assertThat(Run.of(command).exitCode()).isZero();
            assertThat(wholePictures(out)).hasSize(5);
        }
    }

    @Test
    void losesNothingWhenSearchForDuplicatesIsKilled() throws Exception {
        library(40);
        for (int i = 0; i < KILLS; i++) {
            Path out = folder.resolve("distinct-" + i);
            Object[] command = {"dedupe", "--crop", "as-is", "--group", "pictures", people, "--out", out};
            kill(out, command);
            assertNothingIsLost(out);
            assertThat(Run.of(command).exitCode()).isZero();
        }
    }

    @Test
    void killedCopiesMovesAndWaysBackLoseNothing() throws Exception {
        library(300);
        Path plan = folder.resolve("plan.json");
        assertThat(Run.of("select", "--crop", "as-is", people, "--keep", "1", "--plan", plan, "--objective", "quality")
                .exitCode()).isZero();
        for (int i = 0; i < KILLS; i++) {
            for (Path out : places("apply-" + i)) {
                killedAndDoneAgain(out.resolve("copies"), "apply", plan, "--out", out.resolve("copies"), "--mode", "copy", "--what", "dropped");
                Path quarantine = out.resolve("quarantine");
                killedAndDoneAgain(quarantine, "apply", plan, "--out", quarantine, "--mode", "move");
                killedAndDoneAgain(quarantine, "apply", quarantine.resolve("undo.json"), "--yes");
                assertThat(wholePictures(people)).isEqualTo(pictures);
                delete(out);
            }
        }
    }

    private void killedAndDoneAgain(Path out, Object... command) throws Exception {
        kill(out, command);
        assertNothingIsLost(out);
        assertThat(Run.of(command).exitCode()).isZero();
        assertNothingIsLost(out);
    }

    private void library(int count) {
        people = Pictures.people(folder.resolve("people"), 1, count);
        pictures = wholePictures(people);
        assertThat(pictures).hasSize(count);
    }

    /** Starts a command in a process of its own, and kills it a little after it began to change files. */
    private void kill(Path out, Object... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        Arrays.stream(command).map(Object::toString).forEach(words::add);
        List<String> before = names(out);
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        while (process.isAlive() && names(out).equals(before)) {
            Thread.sleep(1);
        }
        Thread.sleep(moments.nextInt(60));
        process.destroyForcibly();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        started++;
        killed += process.exitValue() == 0 ? 0 : 1;
    }

    private void assertNothingIsLost(Path out) {
        Map<String, String> here = wholePictures(people);
        Map<String, String> there = wholePictures(out);
        temporaryFiles += (int) names(folder).stream().filter(name -> name.matches("(.*/)?" + TEMPORARY)).count();
        for (Map.Entry<String, String> picture : pictures.entrySet()) {
            assertThat(Stream.of(here, there).map(place -> place.get(picture.getKey())))
                    .as(picture.getKey()).contains(picture.getValue());
        }
        assertThat(pictures.entrySet()).containsAll(here.entrySet()).containsAll(there.entrySet());
    }

    /** The digests of what has a picture's name; what a killed process left has another. */
    private static Map<String, String> wholePictures(Path folder) {
        Map<String, String> digests = new TreeMap<>();
        for (String name : names(folder)) {
            String last = name.substring(name.lastIndexOf('/') + 1);
            if (last.endsWith(".png")) {
                digests.put(name, digest(folder.resolve(name)));
            } else {
                assertThat(last).matches(TEMPORARY + "|best_encoding.npy|undo(-\\d+)?\\.json|plan\\.(json|csv)|report\\.html");
            }
        }
        return digests;
    }

    private static String digest(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What lies below a folder, while others may be changing it. */
    private static List<String> names(Path folder) {
        List<String> names = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    names.add(folder.relativize(file).toString().replace('\\', '/'));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException goneMeanwhile) throws IOException {
                    if (goneMeanwhile instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw goneMeanwhile;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        names.sort(Comparator.naturalOrder());
        return names;
    }

    /** A place in the pictures' own file system and, where there is another, one in that. */
    private List<Path> places(String name) throws IOException {
        Path memory = Path.of("/dev/shm");
        boolean isOther = Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(folder));
        Path here = folder.resolve(name);
        return isOther ? List.of(here, Files.createTempDirectory(memory, "facequality-")) : List.of(here);
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
