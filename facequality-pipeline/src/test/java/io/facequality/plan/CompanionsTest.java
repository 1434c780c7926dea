package io.facequality.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Keep;
import io.facequality.ProgressListener;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.PictureSearch;
import io.facequality.pipeline.internal.TestPictures;
import io.facequality.plan.PlanApplication.Mode;
import io.facequality.plan.PlanApplication.Result;
import io.facequality.plan.PlanApplication.What;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that belong to a picture go where it goes, and come back with it. */
class CompanionsTest {

    @TempDir
    private Path folder;

    private Path pictures;
    private Path out;
    private SelectionPlan plan;
    private String dropped;
    private String kept;

    @BeforeEach
    void selectOneOfTwo() {
        pictures = folder.resolve("pictures");
        out = folder.resolve("out");
        TestPictures.people(pictures, 1, 2);
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            plan = pipeline.select(pictures, Keep.best(1));
        }
        dropped = plan.droppedPictures().get(0).path();
        kept = plan.keptPictures().get(0).path();
    }

    private static String stem(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private void beside(String name) {
        TestPictures.write(pictures.resolve(name), ("beside " + name).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> contents(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).collect(Collectors.toMap(
                    file -> folder.relativize(file).toString(), CompanionsTest::content, (a, b) -> a, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void moveAlongAndComeBack() {
        for (String picture : new String[] {dropped, kept}) {
            beside(stem(picture) + ".MOV");
            beside(stem(picture) + ".xmp");
            beside(stem(picture) + ".NEF");
            beside(picture + ".json");
            beside(picture + ".supplemental-metadata.json");
            beside(stem(picture) + ".txt");
            beside(stem(picture) + "-edited.xmp");
        }
        Map<String, String> before = contents(pictures);
        Result result = PlanApplication.of(plan, out).apply(Mode.MOVE, What.DROPPED);
        assertThat(result.failures()).isEmpty();
        assertThat(result.done()).isEqualTo(1);
        assertThat(contents(out)).containsOnlyKeys(
                "undo.json", dropped, stem(dropped) + ".MOV", stem(dropped) + ".xmp", stem(dropped) + ".NEF",
                dropped + ".json", dropped + ".supplemental-metadata.json");
        assertThat(contents(pictures)).containsKeys(kept, stem(kept) + ".MOV", stem(dropped) + ".txt");

        Result undone = PlanApplication.undo(result.undoFile().orElseThrow(), ProgressListener.none());
        assertThat(undone.failures()).isEmpty();
        assertThat(contents(pictures)).isEqualTo(before);
    }

    @Test
    void areCopiedWithWhatIsKept() {
        beside(stem(kept) + ".mov");
        beside(stem(dropped) + ".mov");
        PlanApplication.of(plan, out).apply(Mode.COPY, What.KEPT);
        assertThat(contents(out)).containsKeys(kept, stem(kept) + ".mov").doesNotContainKey(stem(dropped) + ".mov");
    }

    @Test
    void stayWithANamesakeThatStays() {
        beside(stem(dropped) + ".xmp");
        beside(dropped + ".json");
        TestPictures.write(pictures.resolve(stem(dropped) + ".webp"), TestPictures.png(99));
        PlanApplication.of(plan, out).apply(Mode.MOVE, What.DROPPED);
        assertThat(contents(out)).containsKeys(dropped, dropped + ".json").doesNotContainKey(stem(dropped) + ".xmp");
        assertThat(contents(pictures)).containsKey(stem(dropped) + ".xmp");
    }

    @Test
    void ofAnUndoFileMustBelongToItsPictures() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("secret.xmp"), "not yours");
        Path undo = Files.writeString(
                out.resolve("undo.json"),
                "{\"format\":\"facequality-undo/3\",\"root\":\"" + pictures + "\",\"pictures\":[{\"picture\":\"a.jpg\","
                        + "\"sha256\":\"" + "0".repeat(64) + "\"}],\"companions\":[{\"picture\":\"secret.xmp\",\"sha256\":\""
                        + "0".repeat(64) + "\"}]}");
        assertThatThrownBy(() -> PlanApplication.undo(undo, ProgressListener.none()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("secret.xmp");
        assertThat(out.resolve("secret.xmp")).exists();
    }

    @Test
    void aRawFileAndItsJpegAreOnePicture() {
        beside(stem(kept) + ".NEF");
        beside("person-0/alone.cr3");
        PictureSearch.Found found = PictureSearch.usual().below(pictures);
        assertThat(found.pictures()).extracting(picture -> picture.id())
                .containsExactlyInAnyOrder(kept, dropped, "person-0/alone.cr3");
    }
}
