package io.facequality.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facequality.FaceQualityException;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.ProgressListener;
import io.facequality.internal.Sha256;
import io.facequality.pipeline.internal.SmallLibrary;
import io.facequality.pipeline.internal.TestPictures;
import io.facequality.plan.PlanApplication.Mode;
import io.facequality.plan.PlanApplication.Result;
import io.facequality.plan.PlannedGroup.PlannedFace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans and undo files of people who mean harm, or whose disk does: nothing but their own folders is touched. */
class HostilePlanTest {

    private static final byte[] SECRET = SmallLibrary.picture("secret");

    @TempDir
    private Path folder;

    private SmallLibrary library;
    private Path out;
    private Path secret;

    @BeforeEach
    void writeLibraryAndFileOutsideIt() {
        library = new SmallLibrary(folder.resolve("library")).person("p", "kept.png", "one.png", "two.png");
        out = folder.resolve("out");
        secret = TestPictures.write(folder.resolve("outside/secret.png"), SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "../outside/secret.png", "p/../../outside/secret.png", "/etc/hostname", "", ".", "..", "p/", "p//one.png",
        "./p/one.png", "p/./one.png", "a\0b.png", "half\ud800.png", "p/.facequality-00000000-0000-0000-0000-000000000000.tmp"
    })
    void refusesNameThatLeadsOutBeforeDoingAnything(String name) {
        Map<String, String> before = SmallLibrary.contents(folder);
        for (boolean kept : List.of(true, false)) {
            SelectionPlan plan = new SmallLibrary(library.plan().root())
                    .planned("p", library.plan().groups().get(0).faces())
                    .planned("q", List.of(SmallLibrary.face(name, kept, Sha256.of(SECRET))))
                    .plan();
            for (Mode mode : Mode.values()) {
                for (PlanApplication.What what : PlanApplication.What.values()) {
                    assertThatThrownBy(() -> PlanApplication.of(plan, out).apply(mode, what))
                            .isInstanceOf(InvalidInputException.class)
                            .hasMessageContaining("Nothing was done");
                }
            }
        }
        assertThat(SmallLibrary.contents(folder)).isEqualTo(before);
    }

    @Test
    void refusesDroppedOrOtherPictureOfReferences() {
        Map<String, String> before = SmallLibrary.contents(folder);
        SelectionPlan own = library.plan();
        for (PlannedFace face : List.of(
                SmallLibrary.face(secret.toString(), false, Sha256.of(SECRET)),
                SmallLibrary.face("/etc/hostname", true, Sha256.of(SECRET)),
                SmallLibrary.face(secret.getParent() + "/../x/secret.png", true, Sha256.of(SECRET)))) {
            SelectionPlan plan = new SelectionPlan(
                    own.provenance(), own.root(),
                    new SmallLibrary(own.root()).planned("q", List.of(face)).plan().groups(),
                    List.of(), List.of(), List.of(secret.getParent()));
            assertThatThrownBy(() -> PlanApplication.of(plan, out).apply(Mode.MOVE, PlanApplication.What.DROPPED))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("Nothing was done");
        }
        assertThat(SmallLibrary.contents(folder)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../outside", "a\0b", "/etc", "p/..", "half\ud800"})
    void refusesGroupWhoseVectorWouldLieElsewhere(String name) {
        SelectionPlan plan = library.planned(name, List.of()).plan();
        assertThatThrownBy(() -> PlanApplication.of(plan, out).apply(Mode.COPY, PlanApplication.What.KEPT))
                .isInstanceOf(InvalidInputException.class);
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b.png", "half\\ud800.png"})
    void namesPlaceOfTextThatIsNoName(String text) throws IOException {
        Path file = folder.resolve("plan.json");
        for (String right : List.of("p/one.png", "\"p\"", "because")) {
            String wrong = right.startsWith("\"") ? "\"" + text + "\"" : text;
            Files.writeString(file, json().replace(right, wrong));
            assertThatThrownBy(() -> SelectionPlan.read(file))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("$.people[0]")
                    .hasMessageContaining("half a character");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"library", "../library", "", "/library/../etc", "a\\u0000b"})
    void refusesRootThatDependsOnWhereItIsRead(String root) throws IOException {
        Path file = Files.writeString(folder.resolve("plan.json"), json().replaceFirst(
                "\"root\" : \"[^\"]*\"", "\"root\" : \"" + root.replace("\\", "\\\\") + "\""));
        assertThatThrownBy(() -> SelectionPlan.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("$.root");
    }

    @Test
    void leavesFileThatIsNoPicture() throws IOException {
        Path keys = TestPictures.write(library.path("p/keys.png"), "ssh-rsa".getBytes(StandardCharsets.UTF_8));
        library.planned("q", List.of(SmallLibrary.face("p/kept.png", true, "x"), SmallLibrary.face("p/keys.png", true, Sha256.of(keys))));
        for (Mode mode : Mode.values()) {
            Path target = folder.resolve(mode.name());
            Result result = PlanApplication.of(library.plan(), target).apply(mode, PlanApplication.What.KEPT);
            assertThat(result.failures()).extracting(Problem::message).singleElement().asString()
                    .contains("keys.png").contains("found a file that is no picture");
            assertThat(target.resolve("p/keys.png")).doesNotExist();
            if (mode == Mode.MOVE) {
                PlanApplication.undo(result.undoFile().orElseThrow(), ProgressListener.none());
            }
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void refusesLinkThatLeadsOutOfFolder() throws IOException {
        Files.createDirectories(out);
        Files.createSymbolicLink(out.resolve("p"), secret.getParent());
        Map<String, String> before = SmallLibrary.contents(folder);
        for (Mode mode : Mode.values()) {
            assertThatThrownBy(() -> PlanApplication.of(library.plan(), out).apply(mode, mode.usualWhat()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("a link that leads to");
        }
        Path undo = undo(library.plan().root(), "p/secret.png", SECRET);
        assertThatThrownBy(() -> PlanApplication.undo(undo, ProgressListener.none()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a link that leads to");
        assertThat(SmallLibrary.contents(folder)).containsAllEntriesOf(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside/secret.png", "/etc/hostname", "", "..", "p/../../outside/secret.png", "a\\u0000b"})
    void refusesUndoFileThatNamesOtherFiles(String name) throws IOException {
        Files.createDirectories(out);
        Path undo = undo(library.plan().root(), name, SECRET);
        assertThatThrownBy(() -> PlanApplication.undo(undo, ProgressListener.none()))
                .isInstanceOf(InvalidInputException.class);
        assertThat(secret).hasBinaryContent(SECRET);
    }

    @Test
    void undoesEarlierFormatOnlyBetweenItsFolderAndOneOther() throws IOException {
        Path picture = TestPictures.write(out.resolve("p/gone.png"), SECRET);
        Path right = library.path("p/gone.png");
        Map<String, Path> wrong = new HashMap<>();
        wrong.put("another name", folder.resolve("outside/planted.png"));
        wrong.put("relative", Path.of("p/gone.png"));
        wrong.put("detour", library.path("../library/p/gone.png"));
        for (Map.Entry<String, Path> from : wrong.entrySet()) {
            Path undo = earlierUndo(from.getValue(), picture);
            assertThatThrownBy(() -> PlanApplication.undo(undo, ProgressListener.none()))
                    .as(from.getKey()).isInstanceOf(InvalidInputException.class).hasMessageContaining("$.moves[0]");
        }
        Path outside = earlierUndo(right, secret);
        assertThatThrownBy(() -> PlanApplication.undo(outside, ProgressListener.none()))
                .isInstanceOf(InvalidInputException.class);
        Path undo = earlierUndo(right, picture);
        assertThat(PlanApplication.isUndoFile(undo)).isTrue();
        assertThat(PlanApplication.undoRoot(undo)).isEqualTo(library.plan().root());
        assertThat(PlanApplication.undo(undo, ProgressListener.none()).orElseThrow().done()).isOne();
        assertThat(right).hasBinaryContent(SECRET);
        assertThat(secret).hasBinaryContent(SECRET);
    }

    private Path earlierUndo(Path from, Path to) throws IOException {
        return Files.writeString(out.resolve("undo.json"), "{\"format\":\"facequality-undo/1\",\"moves\":[{\"from\":"
                + quoted(from.toString()) + ",\"to\":" + quoted(to.toString()) + ",\"sha256\":\"" + Sha256.of(SECRET) + "\"}]}");
    }

    private Path undo(Path root, String name, byte[] content) throws IOException {
        return Files.writeString(out.resolve("undo.json"), "{\"format\":\"facequality-undo/2\",\"root\":"
                + quoted(root.toString()) + ",\"pictures\":[{\"picture\":\"" + name + "\",\"sha256\":\""
                + Sha256.of(content) + "\"}]}");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\") + "\"";
    }

    @Test
    void refusesPipeAsPlan() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "needs mkfifo");
        assertThatThrownBy(() -> SelectionPlan.read(pipe))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("found a pipe, where a file is needed");
        assertThatThrownBy(() -> PlanApplication.isUndoFile(pipe)).isInstanceOf(StorageException.class);
    }

    /**
     * Plans and undo files with some bytes or values changed at random. {@code -Dfacequality.fuzz.seconds} sets for how
     * long, {@code -Dfacequality.fuzz.seed} where to begin; a file that does harm is saved with its seed.
     */
    @Test
    void touchesNothingElseForDamagedPlansAndUndoFiles() throws IOException {
        long seed = Long.getLong("facequality.fuzz.seed", 1);
        long end = System.nanoTime() + Long.getLong("facequality.fuzz.seconds", 3) * 1_000_000_000L;
        int done = 0;
        // Waiting for a disk finds nothing.
        Path memory = Path.of("/dev/shm");
        Path place = Files.createTempDirectory(Files.isWritable(memory) ? memory : folder, "facequality").toRealPath();
        do {
            new ChangedFile(seed + done, Files.createDirectories(place)).check();
            done++;
        } while (System.nanoTime() < end);
        System.out.println("changed plans and undo files: " + done + ", seeds from " + seed);
    }

    private String json() throws IOException {
        library.plan().writeTo(folder.resolve("written"));
        return Files.readString(folder.resolve("written/plan.json"));
    }

    /** One file that was changed by its seed, and what came of it. */
    private static final class ChangedFile {

        private static final Pattern VALUE = Pattern.compile("(?<=[:\\[,] ?)(\"[^\"]*\"|-?[0-9.]+|true|false)(?=\\s*[,}\\]])");

        /** No root that exists: what an undo file calls its root, the test's machine would have to bear. */
        private static final List<String> VALUES = List.of(
                "null", "true", "-1", "1e999", "\"\"", "[]", "{}", "\"../../outside/secret.png\"", "\"\\u0000\"",
                "\"\\ud800\"", "\"/nowhere\"", "99999999999999999999", "\"p/one.png\"", "\"p/kept.png\"", "\".\"", "\"..\"",
                "\"p\"", "\"undo.json\"", "\"/nowhere/../tmp\"", "\"q/new.png\"");

        private final long seed;
        private final Random random;
        private final Path place;
        private final Path out;
        private final Path outside;

        ChangedFile(long seed, Path place) {
            this.seed = seed;
            this.random = new Random(seed);
            this.place = place;
            this.out = place.resolve("in/out");
            this.outside = place.resolve("outside/secret.png");
        }

        void check() throws IOException {
            TestPictures.write(outside, SECRET);
            SmallLibrary library = new SmallLibrary(place.resolve("in/library"))
                    .person("p", "kept.png", "one.png").person("q", "a.png", "b.png", "c.png");
            Map<String, String> before = SmallLibrary.contents(place);
            Mode mode = Mode.values()[random.nextInt(Mode.values().length)];
            boolean undoing = random.nextInt(3) == 0;
            Path original = undoing
                    ? PlanApplication.of(library.plan(), out).apply(Mode.MOVE, PlanApplication.What.DROPPED).undoFile().orElseThrow()
                    : written(library.plan());
            byte[] bytes = changed(Files.readAllBytes(original));
            Path file = Files.write(original, bytes);
            try {
                if (undoing) {
                    PlanApplication.undo(file, ProgressListener.none());
                } else {
                    PlanApplication.of(SelectionPlan.read(file), out).apply(mode, mode.usualWhat());
                }
            } catch (FaceQualityException refused) {
                // One of the two right outcomes.
            } catch (RuntimeException | Error e) {
                throw saved(bytes, undoing, "an exception that is not of the family", e);
            }
            Map<String, String> after = SmallLibrary.contents(place);
            if (!after.values().containsAll(before.values())) {
                throw saved(bytes, undoing, "a picture that is lost", null);
            }
            if (!top(after).equals(top(before)) || !Files.exists(outside)) {
                throw saved(bytes, undoing, "a change elsewhere", null);
            }
            delete(place);
        }

        /** What lies neither in the library nor in the output folder. */
        private static Map<String, String> top(Map<String, String> contents) {
            Map<String, String> top = new HashMap<>(contents);
            top.keySet().removeIf(name -> name.startsWith("in/library/") || name.startsWith("in/out") || name.startsWith("in/plan"));
            return top;
        }

        private Path written(SelectionPlan plan) throws IOException {
            plan.writeTo(place.resolve("in/plan"));
            return place.resolve("in/plan/plan.json");
        }

        private byte[] changed(byte[] original) {
            byte[] bytes = original.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                switch (random.nextInt(5)) {
                    case 0 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                    case 1 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                    case 2 -> {
                        if (random.nextInt(8) == 0) {
                            bytes = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
                        }
                    }
                    default -> bytes = withAnotherValue(bytes);
                }
            }
            return bytes;
        }

        private byte[] withAnotherValue(byte[] bytes) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            List<MatchResult> values = VALUE.matcher(text).results().toList();
            if (values.isEmpty()) {
                return bytes;
            }
            MatchResult value = values.get(random.nextInt(values.size()));
            String other = VALUES.get(random.nextInt(VALUES.size()));
            return (text.substring(0, value.start()) + other + text.substring(value.end()))
                    .getBytes(StandardCharsets.ISO_8859_1);
        }

        private AssertionError saved(byte[] bytes, boolean undoing, String found, Throwable cause) throws IOException {
            Path failures = Files.createDirectories(Path.of("target", "fuzz-failures"));
            Path file = Files.write(failures.resolve((undoing ? "undo-" : "plan-") + seed + ".json"), bytes);
            return new AssertionError(
                    found + ": seed " + seed + ", saved as " + file + "; try -Dfacequality.fuzz.seed=" + seed, cause);
        }

        private static void delete(Path folder) throws IOException {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
