package io.facequality.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.ProgressListener;
import io.facequality.internal.Sha256;
import io.facequality.internal.WholeFile;
import io.facequality.pipeline.internal.SmallLibrary;
import io.facequality.pipeline.internal.TestPictures;
import io.facequality.plan.PlanApplication.Mode;
import io.facequality.plan.PlanApplication.Result;
import io.facequality.plan.PlanApplication.What;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that anyone has is lost, replaced or shown to others when a plan is applied or undone. */
class SafeTransferTest {

    /** How often each race is run; {@code -Dfacequality.races} sets more. */
    private static final int RACES = Integer.getInteger("facequality.races", 40);

    @TempDir
    private Path folder;

    private SmallLibrary library;
    private Path out;

    @BeforeEach
    void writeAlbumOfThree() {
        library = new SmallLibrary(folder.resolve("library")).person("anna", "kept.png", "one.png", "two.png");
        out = folder.resolve("out");
    }

    @Test
    void neverReplacesFileThatAppearsMeanwhile() throws Exception {
        Random random = new Random(1);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            for (Mode mode : Mode.values()) {
                for (int round = 0; round < RACES; round++) {
                    Path place = Files.createDirectories(folder.resolve(mode + "-" + round));
                    SmallLibrary one = new SmallLibrary(place.resolve("library")).person("p", "kept.png", "dropped.png");
                    String name = mode == Mode.MOVE ? "p/dropped.png" : "p/kept.png";
                    Path target = place.resolve("out").resolve(name);
                    Files.createDirectories(target.getParent());
                    PlanApplication application = PlanApplication.of(one.plan(), place.resolve("out"));
                    race(other, target, random, () -> application.apply(mode, mode.usualWhat()));
                    assertThat(one.path(name)).as("the source, unless it moved").satisfiesAnyOf(
                            source -> assertThat(source).hasBinaryContent(SmallLibrary.picture(name)),
                            source -> assertThat(target).hasBinaryContent(SmallLibrary.picture(name)));
                }
            }
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void neverReplacesFileThatAppearsDuringUndo() throws Exception {
        Random random = new Random(2);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < RACES; round++) {
                Path place = Files.createDirectories(folder.resolve("undo-" + round));
                SmallLibrary one = new SmallLibrary(place.resolve("library")).person("p", "kept.png", "dropped.png");
                Path undo = PlanApplication.of(one.plan(), place.resolve("out"))
                        .apply(Mode.MOVE, What.DROPPED).undoFile().orElseThrow();
                Path target = one.path("p/dropped.png");
                race(other, target, random, () -> PlanApplication.undo(undo, ProgressListener.none()));
                assertThat(place.resolve("out/p/dropped.png")).satisfiesAnyOf(
                        source -> assertThat(source).hasBinaryContent(SmallLibrary.picture("p/dropped.png")),
                        source -> assertThat(target).hasBinaryContent(SmallLibrary.picture("p/dropped.png")));
            }
        } finally {
            other.shutdownNow();
        }
    }

    /** Does something while another thread makes the target, which stays as that made it if it was first. */
    private static void race(ExecutorService other, Path target, Random random, Callable<Result> work)
            throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        long delay = random.nextLong(400_000);
        Future<Boolean> made = other.submit(() -> {
            start.await();
            long end = System.nanoTime() + delay;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            try {
                Files.writeString(target, "theirs", StandardOpenOption.CREATE_NEW);
                return true;
            } catch (FileAlreadyExistsException second) {
                return false;
            }
        });
        start.await();
        Result result = work.call();
        if (made.get()) {
            assertThat(target).hasContent("theirs");
            assertThat(result.failures()).hasSize(1);
        }
    }

    @Test
    void keepsWayBackOfTwoMovesAtOnce() throws Exception {
        ExecutorService runners = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < RACES; round++) {
                Path place = folder.resolve("round-" + round);
                CyclicBarrier start = new CyclicBarrier(2);
                List<SmallLibrary> libraries = Stream.of("a", "b")
                        .map(name -> new SmallLibrary(place.resolve(name)).person(name, "kept.png", "dropped.png"))
                        .toList();
                List<Map<String, String>> before =
                        libraries.stream().map(one -> SmallLibrary.contents(one.plan().root())).toList();
                List<Callable<Result>> moves = libraries.stream()
                        .map(one -> PlanApplication.of(one.plan(), place.resolve("out")))
                        .<Callable<Result>>map(application -> () -> {
                            start.await();
                            return application.apply(Mode.MOVE, What.DROPPED);
                        })
                        .toList();
                for (Future<Result> moved : runners.invokeAll(moves)) {
                    PlanApplication.undo(moved.get().orElseThrow().undoFile().orElseThrow(), ProgressListener.none())
                            .orElseThrow();
                }
                assertThat(libraries).extracting(one -> SmallLibrary.contents(one.plan().root())).isEqualTo(before);
            }
        } finally {
            runners.shutdownNow();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void keepsLinksThatLeadNowhere() throws IOException {
        for (Mode mode : Mode.values()) {
            Path target = folder.resolve(mode.name());
            String name = mode == Mode.MOVE ? "anna/one.png" : "anna/kept.png";
            Files.createDirectories(target.resolve("anna"));
            Files.createSymbolicLink(target.resolve(name), Path.of("/unplugged/a.png"));
            Files.createSymbolicLink(target.resolve("undo.json"), Path.of("/unplugged/undo.json"));
            Result result = PlanApplication.of(library.plan(), target).apply(mode, mode.usualWhat());
            assertThat(messages(result)).singleElement().asString().contains("something else of that name");
            assertThat(Files.readSymbolicLink(target.resolve(name))).isEqualTo(Path.of("/unplugged/a.png"));
            assertThat(Files.isSymbolicLink(target.resolve("undo.json"))).isTrue();
            assertThat(result.undoFile()).isEqualTo(
                    mode == Mode.MOVE ? Optional.of(target.resolve("undo-2.json")) : Optional.empty());
        }
        assertThat(library.path("anna/one.png")).exists();
    }

    @Test
    void leavesDroppedCopyWithoutUnchangedKeptOne() throws IOException {
        Files.delete(library.path("anna/kept.png"));
        Result gone = PlanApplication.of(library.plan(), out).apply(Mode.MOVE, What.DROPPED);
        assertThat(gone.done()).isZero();
        assertThat(messages(gone)).hasSize(2).allSatisfy(message -> assertThat(message)
                .contains("a kept picture of the group anna in its place, found no such file at anna/kept.png"));

        TestPictures.write(library.path("anna/kept.png"), SmallLibrary.picture("another"));
        Result changed = PlanApplication.of(library.plan(), out).apply(Mode.MOVE, What.DROPPED);
        assertThat(messages(changed)).hasSize(2).allSatisfy(message -> assertThat(message).contains("one that has changed"));
        assertThat(library.path("anna/one.png")).exists();
        assertThat(library.path("anna/two.png")).exists();

        TestPictures.write(library.path("anna/kept.png"), SmallLibrary.picture("anna/kept.png"));
        assertThat(PlanApplication.of(library.plan(), out).apply(Mode.MOVE, What.DROPPED).done()).isEqualTo(2);
    }

    @Test
    void needsKeptPictureInEachGroupOfDroppedOne() throws IOException {
        String sha256 = Sha256.of(library.path("anna/one.png"));
        library.planned("both", List.of(SmallLibrary.face("anna/one.png", false, sha256), SmallLibrary.face("gone.png", true, sha256)));
        Result result = PlanApplication.of(library.plan(), out).apply(Mode.MOVE, What.DROPPED);
        assertThat(result.done()).isOne();
        assertThat(messages(result)).singleElement().asString().contains("anna/one.png").contains("the group both");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void takesNoLinkToDroppedFileForKeptCopy() throws IOException {
        Path real = library.path("anna/one.png");
        Files.delete(library.path("anna/kept.png"));
        Files.createSymbolicLink(library.path("anna/kept.png"), real);
        String sha256 = Sha256.of(real);
        SelectionPlan plan = new SmallLibrary(folder.resolve("library"))
                .planned("anna", List.of(SmallLibrary.face("anna/kept.png", true, sha256), SmallLibrary.face("anna/one.png", false, sha256)))
                .plan();
        Result result = PlanApplication.of(plan, out).apply(Mode.MOVE, What.DROPPED);
        assertThat(messages(result)).singleElement().asString().contains("or is the same file");
        assertThat(real).exists();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void restoresDroppedLinkAsLink() throws IOException {
        Path store = TestPictures.write(folder.resolve("store/two.png"), SmallLibrary.picture("anna/two.png"));
        Path link = library.path("anna/two.png");
        for (Path goal : List.of(Path.of("../../store/two.png"), store)) {
            for (Path quarantine : quarantines("deep/er/quarantine")) {
                Files.delete(link);
                Files.createSymbolicLink(link, goal);
                Map<String, String> before = SmallLibrary.contents(folder.resolve("library"));
                Result moved = PlanApplication.of(library.plan(), quarantine).apply(Mode.MOVE, What.DROPPED);
                assertThat(moved.orElseThrow().done()).isEqualTo(2);
                assertThat(Files.readSymbolicLink(quarantine.resolve("anna/two.png"))).isEqualTo(goal);
                assertThat(PlanApplication.of(library.plan(), quarantine).apply(Mode.MOVE, What.DROPPED).alreadyThere())
                        .isEqualTo(2);
                Path undo = moved.undoFile().orElseThrow();
                assertThat(PlanApplication.undo(undo, ProgressListener.none()).orElseThrow().done()).isEqualTo(2);
                assertThat(SmallLibrary.contents(folder.resolve("library"))).isEqualTo(before);
                delete(quarantine);
            }
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions of POSIX")
    void keepsTimesAndPermissions() throws IOException {
        FileTime time = FileTime.from(Instant.parse("2015-05-05T05:05:05Z"));
        for (String name : List.of("anna/kept.png", "anna/one.png")) {
            Files.setPosixFilePermissions(library.path(name), PosixFilePermissions.fromString("rw-------"));
            Files.setLastModifiedTime(library.path(name), time);
        }
        Files.setPosixFilePermissions(library.path("anna"), PosixFilePermissions.fromString("rwx------"));
        for (Path target : quarantines("private")) {
            PlanApplication.of(library.plan(), target).apply(Mode.COPY, What.KEPT).orElseThrow();
            assertPrivateFrom(time, target.resolve("anna/kept.png"));
            assertThat(Files.getPosixFilePermissions(target.resolve("anna")))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            Path undo = PlanApplication.of(library.plan(), target)
                    .apply(Mode.MOVE, What.DROPPED).orElseThrow().undoFile().orElseThrow();
            assertPrivateFrom(time, target.resolve("anna/one.png"));
            PlanApplication.undo(undo, ProgressListener.none()).orElseThrow();
            assertPrivateFrom(time, library.path("anna/one.png"));
            delete(target);
        }
    }

    private static void assertPrivateFrom(FileTime time, Path file) throws IOException {
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    @Timeout(60)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no named pipes of this kind")
    void namesPipeWithoutWaitingForIt() throws Exception {
        for (Mode mode : Mode.values()) {
            String name = mode == Mode.MOVE ? "anna/one.png" : "anna/kept.png";
            Files.delete(library.path(name));
            assumeTrue(new ProcessBuilder("mkfifo", library.path(name).toString()).start().waitFor() == 0);
            Result pipe =
                    PlanApplication.of(library.plan(), folder.resolve(mode.name())).apply(mode, mode.usualWhat());
            assertThat(messages(pipe)).singleElement().asString().contains("found a pipe, where a file is needed");
            Files.delete(library.path(name));
            TestPictures.write(library.path(name), SmallLibrary.picture(name));
        }
        Files.delete(library.path("anna/kept.png"));
        Files.createDirectory(library.path("anna/kept.png"));
        assertThat(messages(PlanApplication.of(library.plan(), out).apply(Mode.COPY, What.KEPT)))
                .singleElement().asString().contains("found a folder, where a file is needed");
    }

    @Test
    void reportsMissingPictureAsNoSuchFile() throws IOException {
        Files.delete(library.path("anna/one.png"));
        assertThat(messages(PlanApplication.of(library.plan(), out).apply(Mode.MOVE, What.DROPPED)))
                .singleElement().asString().contains("found no such file");
    }

    @Test
    void reportsMissingRootOnceAndAcceptsItsNewPlace() throws IOException {
        SelectionPlan plan = library.plan();
        Path undo = PlanApplication.of(plan, out).apply(Mode.MOVE, What.DROPPED).undoFile().orElseThrow();
        Path renamed = Files.move(folder.resolve("library"), folder.resolve("renamed"));
        assertThatThrownBy(() -> PlanApplication.of(plan, out).apply(Mode.COPY, What.KEPT))
                .isInstanceOf(StorageException.class).hasMessageContaining("found no such folder");
        assertThatThrownBy(() -> PlanApplication.undo(undo, ProgressListener.none()))
                .isInstanceOf(StorageException.class).hasMessageContaining("found no such folder");
        assertThat(PlanApplication.undo(undo, renamed, ProgressListener.none()).orElseThrow().done()).isEqualTo(2);
        assertThat(PlanApplication.of(plan, folder.resolve("copies")).withRoot(renamed)
                .apply(Mode.COPY, What.KEPT).orElseThrow().done()).isOne();
        assertThat(renamed.resolve("anna/one.png")).exists();
    }

    @Test
    void undoesQuarantineThatHasMoved() throws IOException {
        Map<String, String> before = SmallLibrary.contents(folder.resolve("library"));
        PlanApplication.of(library.plan(), out).apply(Mode.MOVE, What.DROPPED).orElseThrow();
        Path elsewhere = Files.move(out, folder.resolve("elsewhere"));
        PlanApplication.undo(elsewhere.resolve("undo.json"), ProgressListener.none()).orElseThrow();
        assertThat(SmallLibrary.contents(folder.resolve("library"))).isEqualTo(before);
    }

    @Test
    void removesTemporaryFilesOfKilledRun() throws IOException {
        PlanApplication.of(library.plan(), out).apply(Mode.MOVE, What.DROPPED).orElseThrow();
        Path inLibrary = leftBehind(library.path("anna"));
        Path inQuarantine = leftBehind(out.resolve("anna"));
        PlanApplication.undo(out.resolve("undo.json"), ProgressListener.none()).orElseThrow();
        assertThat(inLibrary).doesNotExist();
        PlanApplication.of(library.plan(), out).apply(Mode.MOVE, What.DROPPED).orElseThrow();
        assertThat(inQuarantine).doesNotExist();
        Path besidePlan = leftBehind(out);
        library.plan().writeTo(out);
        assertThat(besidePlan).doesNotExist();
    }

    private static Path leftBehind(Path folder) throws IOException {
        Path file = Files.createFile(WholeFile.temporaryIn(folder));
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    }

    /** One folder in this file system and, where there is another, one in that. */
    private List<Path> quarantines(String name) throws IOException {
        Path here = folder.resolve(name);
        Path memory = Path.of("/dev/shm");
        boolean isOther = Files.isWritable(memory)
                && !Files.getFileStore(memory).equals(Files.getFileStore(folder));
        return isOther ? List.of(here, Files.createTempDirectory(memory, "facequality").resolve(name)) : List.of(here);
    }

    private void delete(Path quarantine) throws IOException {
        Path top = quarantine.startsWith(folder) ? quarantine : Path.of("/dev/shm").resolve(quarantine.getName(2));
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static List<String> messages(Result result) {
        return result.failures().stream().map(Problem::message).toList();
    }
}
