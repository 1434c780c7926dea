package io.facequality.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.Keep;
import io.facequality.ProgressListener;
import io.facequality.ProgressListener.Progress;
import io.facequality.internal.Sha256;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.internal.EmbeddingFile;
import io.facequality.pipeline.internal.SmallLibrary;
import io.facequality.pipeline.internal.TestPictures;
import io.facequality.plan.PlanApplication.Mode;
import io.facequality.plan.PlanApplication.Result;
import io.facequality.plan.PlanApplication.What;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.internal.PlanFiles;
import io.facequality.plan.internal.decisions.FaceReference;
import io.facequality.plan.internal.decisions.PersonDecision;
import io.facequality.plan.internal.decisions.PersonDecision.Type;
import io.facequality.plan.internal.decisions.ReviewedPlan;
import io.facequality.testing.Npy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanApplicationTest {

    @TempDir
    private Path folder;

    private Path pictures;
    private Path out;
    private SelectionPlan plan;
    private Map<String, String> before;

    @BeforeEach
    void writeTwoPeopleWithFourPicturesEach() {
        pictures = folder.resolve("pictures");
        out = folder.resolve("out");
        TestPictures.people(pictures, 2, 4);
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            plan = pipeline.select(pictures, Keep.best(2));
        }
        before = digests(pictures);
    }

    @Test
    void movesWholeGroupWhereAPersonDroppedIt() {
        SelectionPlan reviewed = ReviewedPlan.of(plan, List.of(dropped(plan.groups().get(0)))).plan();

        Result result = PlanApplication.of(reviewed, out).apply(Mode.MOVE, What.DROPPED);

        assertThat(result.failures()).isEmpty();
        assertThat(result.done()).isEqualTo(4 + 2);
        assertThat(pictures.resolve("person-0")).isEmptyDirectory();
    }

    @Test
    void writesNoRepresentativeOfGroupThatAPersonChanged() {
        SelectionPlan reviewed = ReviewedPlan.of(plan, List.of(dropped(plan.groups().get(0)))).plan();

        PlanApplication.of(reviewed, out).apply(Mode.COPY, What.KEPT);

        assertThat(out.resolve("person-0")).doesNotExist();
        assertThat(out.resolve("person-1/best_encoding.npy")).exists();
    }

    private static PersonDecision dropped(PlannedGroup group) {
        List<FaceReference> faces = group.faces().stream().map(FaceReference::of).toList();
        return new PersonDecision(1, Type.DROP, faces, List.of(), "", 0, "2026-11-29T12:00:00Z");
    }

    @Test
    void copiesFoldersAndWritesRepresentativeOfEachGroup() {
        plan.copyTo(out);
        assertThat(digests(out).keySet())
                .filteredOn(name -> name.endsWith(".png"))
                .containsExactlyElementsOf(paths(plan.keptPictures()));
        assertThat(digests(pictures)).isEqualTo(before);
        for (PlannedGroup person : plan.groups()) {
            Npy file = Npy.read(out.resolve(person.name()).resolve("best_encoding.npy"));
            assertThat(file.shape()).containsExactly(8);
            assertThat(file.doubles()).containsExactly(person.representative().toArray());
        }
    }

    @Test
    void appliesPlanThatIsReadBack() {
        plan.writeTo(folder.resolve("plan"));
        SelectionPlan.read(folder.resolve("plan/plan.json")).copyTo(out);
        plan.copyTo(folder.resolve("out-2"));
        assertThat(digests(out)).isEqualTo(digests(folder.resolve("out-2")));
    }

    @Test
    void completesWhatIsMissing() throws IOException {
        plan.copyTo(out);
        Map<String, String> whole = digests(out);
        Files.delete(out.resolve(plan.keptPictures().get(0).path()));
        Result result = PlanApplication.of(plan, out).apply(Mode.COPY, What.KEPT);
        assertThat(result).isEqualTo(new Result(1, 3, List.of(), Optional.empty()));
        assertThat(digests(out)).isEqualTo(whole);
    }

    @Test
    void keepsExistingFileAndCopiesOthers() throws IOException {
        String taken = plan.keptPictures().get(1).path();
        TestPictures.write(out.resolve(taken), new byte[] {1, 2, 3});
        Result result = PlanApplication.of(plan, out).apply(Mode.COPY, What.KEPT);
        assertThat(result.done()).isEqualTo(3);
        assertThat(result.failures()).singleElement().satisfies(problem -> assertThat(problem.message())
                .contains(taken)
                .contains("something else of that name"));
        assertThat(Files.readAllBytes(out.resolve(taken))).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> plan.copyTo(out)).isInstanceOf(StorageException.class);
    }

    @Test
    void leavesPictureThatHasChanged() {
        String changed = plan.keptPictures().get(0).path();
        TestPictures.write(pictures.resolve(changed), TestPictures.png(999));
        for (Mode mode : List.of(Mode.COPY, Mode.LINK)) {
            Path target = folder.resolve(mode.name());
            Result result = PlanApplication.of(plan, target).apply(mode, What.KEPT);
            assertThat(result.done()).isEqualTo(3);
            assertThat(result.failures()).singleElement().satisfies(problem ->
                    assertThat(problem.message()).contains("changed since"));
            assertThat(target.resolve(changed)).doesNotExist();
        }
        assertNothingTemporaryIsLeft();
    }

    @Test
    void linksWithoutCopying() throws IOException {
        PlanApplication.of(plan, out).apply(Mode.LINK, What.KEPT).orElseThrow();
        for (SelectionPlan.PlannedPicture picture : plan.keptPictures()) {
            assertThat(Files.isSameFile(out.resolve(picture.path()), pictures.resolve(picture.path()))).isTrue();
        }
    }

    @Test
    void undoesMoveOfDroppedPictures() throws IOException {
        Result moved = PlanApplication.of(plan, out).apply(Mode.MOVE, What.DROPPED);
        assertThat(moved).isEqualTo(new Result(4, 0, List.of(), Optional.of(out.resolve("undo.json"))));
        assertThat(digests(pictures).keySet()).isEqualTo(paths(plan.keptPictures()));
        assertThat(digests(out).keySet())
                .filteredOn(name -> name.endsWith(".png"))
                .containsExactlyElementsOf(paths(plan.droppedPictures()));

        Result restored = PlanApplication.undo(out.resolve("undo.json"), ProgressListener.none());
        assertThat(restored).isEqualTo(new Result(4, 0, List.of(), Optional.empty()));
        assertThat(digests(pictures)).isEqualTo(before);
        assertThat(PlanApplication.undo(out.resolve("undo.json"), ProgressListener.none()))
                .isEqualTo(new Result(0, 4, List.of(), Optional.empty()));
    }

    @Test
    void tellsUndoFileFromPlanByContent() {
        PlanApplication.of(plan, out).apply(Mode.MOVE, What.DROPPED).orElseThrow();
        PlanFiles.in(out).write(plan, ProgressListener.none());
        assertThat(PlanApplication.isUndoFile(out.resolve("undo.json"))).isTrue();
        assertThat(PlanApplication.isUndoFile(out.resolve("plan.json"))).isFalse();
        assertThat(PlanApplication.isUndoFile(out.resolve("plan.csv"))).isFalse();
        assertThatThrownBy(() -> PlanApplication.isUndoFile(out.resolve("none.json")))
                .isInstanceOf(StorageException.class);
    }

    @Test
    void undoesInterruptedMoveAndKeepsEarlierUndoFile() throws IOException {
        PlanApplication.of(plan, out).apply(Mode.MOVE, What.DROPPED).orElseThrow();
        String first = plan.droppedPictures().get(0).path();
        Files.move(out.resolve(first), pictures.resolve(first));
        PlanApplication.of(plan, out).apply(Mode.MOVE, What.DROPPED).orElseThrow();
        assertThat(out.resolve("undo.json")).exists();
        assertThat(out.resolve("undo-2.json")).exists();
        PlanApplication.undo(out.resolve("undo-2.json"), ProgressListener.none()).orElseThrow();
        assertThat(digests(pictures)).isEqualTo(before);
    }

    @Test
    void overwritesNothingWhenItUndoes() {
        PlanApplication.of(plan, out).apply(Mode.MOVE, What.DROPPED).orElseThrow();
        String taken = plan.droppedPictures().get(0).path();
        TestPictures.write(pictures.resolve(taken), TestPictures.png(777));
        Result restored = PlanApplication.undo(out.resolve("undo.json"), ProgressListener.none());
        assertThat(restored.done()).isEqualTo(3);
        assertThat(restored.failures()).hasSize(1);
        assertThat(out.resolve(taken)).exists();
    }

    @Test
    void acceptsOutputFolderInsideInputButNotInputItself() {
        plan.copyTo(pictures.resolve("selected"));
        assertThat(pictures.resolve("selected").resolve(plan.keptPictures().get(0).path())).exists();
        assertThatThrownBy(() -> plan.copyTo(pictures))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the folder that the pictures lie in");
    }

    @Test
    void movesNoPictureOfProtectedFolderBelowRoot() {
        SelectionPlan guarded = new SelectionPlan(
                plan.provenance(), plan.root(), plan.groups(), List.of(), List.of(),
                List.of(plan.root().resolve("person-0")));
        assertThat(guarded.droppedPictures()).noneMatch(picture -> picture.path().startsWith("person-0/"));
        for (What what : List.of(What.DROPPED, What.KEPT)) {
            PlanApplication.of(guarded, folder.resolve("moved-" + what)).apply(Mode.MOVE, what);
        }
        assertThat(digests(pictures).keySet()).hasSize(4).allMatch(name -> name.startsWith("person-0/"));
    }

    @Test
    void leavesPicturesUnprotectedWhereTheirRootLiesInProtectedFolder() {
        SelectionPlan guarded = new SelectionPlan(
                plan.provenance(), plan.root(), plan.groups(), List.of(), List.of(), List.of(folder));
        assertThat(guarded.droppedPictures()).isEqualTo(plan.droppedPictures());
    }

    @Test
    void refusesPathOutOfRootBeforeDoingAnything() {
        PlannedGroup honest = plan.groups().get(0);
        PlannedFace face = honest.faces().get(0);
        PlannedFace hostile = SmallLibrary.face("../../outside.png", true, face.sha256());
        SelectionPlan changed = new SelectionPlan(
                plan.provenance(), plan.root(),
                List.of(new PlannedGroup(honest.name(), List.of(face, hostile), honest.choice(), honest.widest())),
                List.of(),
                List.of());
        assertThatThrownBy(() -> changed.copyTo(out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("leads out");
        assertThat(out).doesNotExist();
    }

    @Test
    void leavesNothingHalfWrittenWhenInterrupted() {
        List<Progress> seen = new ArrayList<>();
        PlanApplication application = PlanApplication.of(plan, out).withListener(progress -> {
            seen.add(progress);
            Thread.currentThread().interrupt();
        });
        assertThatThrownBy(() -> application.apply(Mode.COPY, What.KEPT)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(seen).hasSize(1);
        assertThat(digests(out)).hasSize(1);
        assertNothingTemporaryIsLeft();
    }

    @Test
    void reportsOutputFolderThatCannotBeMade() {
        Path file = TestPictures.write(folder.resolve("file"), new byte[1]);
        assertThatThrownBy(() -> plan.copyTo(file.resolve("below")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("cannot make the folder");
    }

    @Test
    void findsUnusableOutputPlacesBeforeWork() {
        Path file = TestPictures.write(folder.resolve("file"), new byte[1]);
        assertThatThrownBy(() -> PlanApplication.requireUsable(pictures, pictures.resolve("../pictures")))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> PlanApplication.requireUsable(pictures, file.resolve("below")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("which is no folder");
        assertThatThrownBy(() -> PlanFiles.beside(pictures).requireWritable())
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("a folder of that name");
        assertThatThrownBy(() -> EmbeddingFile.requireWritable(file.resolve("faces.npy")))
                .isInstanceOf(StorageException.class);
        PlanApplication.requireUsable(pictures, pictures.resolve("new/below"));
        PlanFiles.in(out).requireWritable();
        EmbeddingFile.requireWritable(out.resolve("faces.npy"));
        assertThat(out).doesNotExist();
    }

    private void assertNothingTemporaryIsLeft() {
        assertThat(digests(folder).keySet()).noneMatch(name -> name.contains(".tmp"));
    }

    private static Set<String> paths(List<SelectionPlan.PlannedPicture> pictures) {
        return pictures.stream().map(SelectionPlan.PlannedPicture::path)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> digests(Path root) {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                digests.put(root.relativize(file).toString().replace('\\', '/'), Sha256.of(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return digests;
    }
}
