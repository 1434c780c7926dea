package io.facequality.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.Grouping;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The best copies of real pictures; the cases themselves are tested through the command line. */
class BestCopySelectorTest {

    private static final String GROUP = "09-group/whole_group.jpg";
    private static final String CUT = "09-group/portrait_cut_big.jpg";

    @TempDir
    private Path root;

    @Test
    void doesNotDropAPictureThatIsGoneByThen() throws IOException {
        copy(CUT, "cut.jpg");
        copy(GROUP, "group.jpg");
        SelectionPlan plan = planAfter(() -> Files.delete(root.resolve("group.jpg")));
        assertThat(plan.droppedPictures()).isEmpty();
        assertThat(reason(plan, "group.jpg")).startsWith("It cannot be read again, or has changed");
    }

    @Test
    void doesNotDropAPictureThatHasChangedByThen() throws IOException {
        copy(CUT, "cut.jpg");
        copy(GROUP, "group.jpg");
        SelectionPlan plan = planAfter(() -> Files.write(root.resolve("group.jpg"), TestPictures.jpeg(1)));
        assertThat(plan.droppedPictures()).isEmpty();
        assertThat(reason(plan, "group.jpg")).startsWith("It cannot be read again, or has changed");
    }

    @Test
    void representsTheGroupByAllThatIsKept() throws IOException {
        copy(CUT, "cut.jpg");
        copy(GROUP, "group.jpg");
        PlannedGroup person = planAfter(() -> {}).groups().get(0);
        assertThat(person.kept()).hasSize(2).allSatisfy(face -> {
            assertThat(face.distanceToRepresentative()).isPositive();
            assertThat(face.distanceToNearestKept()).isCloseTo(2 * face.distanceToRepresentative(), within(1e-6));
        });
    }

    @Test
    void keepsTheFirstNameOfEqualFiles() throws IOException {
        copy("05-damaged/b_good.jpg", "a.jpg");
        copy("05-damaged/b_good.jpg", "b.jpg");
        SelectionPlan plan = planAfter(() -> {});
        assertThat(plan.keptPictures()).extracting(SelectionPlan.PlannedPicture::path).containsExactly("a.jpg");
        assertThat(reason(plan, "b.jpg")).isEqualTo("a.jpg is its equal, and its name comes first.");
    }

    @Test
    void givesSamePlanForAnyNumberOfThreads() throws IOException {
        for (String name : List.of(
                GROUP, CUT, "05-damaged/a_bitrot.jpg", "05-damaged/b_good.jpg", "08-exif/IMG_2019.jpg",
                "08-exif/resaved_noexif.jpg", "23-screenshot/original.jpg", "23-screenshot/screenshot.jpg")) {
            copy(name, name.replace('/', '-'));
        }
        SelectionPlan one = plan(1, () -> {});
        assertThat(one.groups()).hasSize(4);
        assertThat(one.droppedPictures()).hasSize(3);
        assertThat(plan(3, () -> {})).isEqualTo(one);
    }

    private interface Change {
        void make() throws IOException;
    }

    private SelectionPlan planAfter(Change change) throws IOException {
        return plan(2, change);
    }

    private SelectionPlan plan(int threads, Change change) throws IOException {
        try (FacePipeline pipeline = FacePipeline.builder().threads(threads).build()) {
            FaceFolder folder = pipeline.read(root);
            change.make();
            return pipeline.keepBestCopies(folder, Grouping.faces());
        }
    }

    private void copy(String from, String to) throws IOException {
        Files.copy(SharedData.path("cases", "choice").resolve(from), root.resolve(to));
    }

    private static String reason(SelectionPlan plan, String picture) {
        return plan.groups().stream()
                .flatMap(person -> person.faces().stream())
                .filter(face -> face.picture().equals(picture))
                .map(PlannedFace::reason)
                .findFirst()
                .orElseThrow();
    }
}
