package io.facequality.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.ImageSource;
import io.facequality.Keep;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.internal.Sha256;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.Grouping;
import io.facequality.pipeline.PictureSearch;
import io.facequality.plan.PlanApplication;
import io.facequality.plan.PlanApplication.Mode;
import io.facequality.plan.PlanApplication.Result;
import io.facequality.plan.PlanApplication.What;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.SelectionPlan.PlannedPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames of videos are pictures' equals: they are selected, shown in reports, and copied. */
class FramesInPlansTest {

    @TempDir
    private Path folder;

    private Path root;

    @BeforeEach
    void putAShortClipAmongPictures() throws IOException {
        root = folder.resolve("people");
        Files.createDirectories(root.resolve("ann"));
        Clips.make("-ss 1 -t 1 -i {} -vf scale=320:-2 -an -c:v mpeg4 -q:v 3 {}", Clips.shared(Clips.ONE), root.resolve("ann/clip.mp4"));
        Clips.make("-ss 4 -i {} -frames:v 1 {}", Clips.shared(Clips.ONE), root.resolve("ann/photo.png"));
        Files.write(root.resolve("ann/broken.mkv"), new byte[0]);
        // The film of a live photo is no video by itself.
        Files.copy(root.resolve("ann/clip.mp4"), root.resolve("ann/photo.mov"));
    }

    private void requirePictures(SelectionPlan plan, Path out) {
        for (PlannedPicture picture : plan.keptPictures()) {
            Path file = out.resolve(picture.path() + (picture.path().contains("#t=") ? ".png" : ""));
            assertThat(file).exists();
            if (picture.path().contains("#t=")) {
                assertThat(Sha256.of(OpenCvImageDecoder.create().decode(ImageSource.of(file)).orElseThrow()))
                        .isEqualTo(picture.sha256());
            }
        }
    }

    @Test
    void selectsAmongPicturesAndVideos() throws IOException {
        SelectionPlan plan;
        try (FacePipeline pipeline = FacePipeline.builder().threads(2).build()) {
            FaceFolder faces = pipeline.read(root, PictureSearch.usual().withVideos());
            assertThat(faces.people()).hasSize(1);
            assertThat(faces.faces()).extracting(face -> face.id().source())
                    .contains("ann/photo.png", "ann/clip.mp4#t=0.000")
                    .hasSizeBetween(8, 12)
                    .noneMatch(source -> source.contains("photo.mov"));
            assertThat(faces.rejected()).extracting(rejected -> rejected.picture()).containsExactly("ann/broken.mkv");
            plan = pipeline.select(faces, Grouping.folders(), Keep.best(3));
            assertThat(pipeline.read(root).faces()).extracting(face -> face.id().source()).containsExactly("ann/photo.png");
        }
        Path plans = folder.resolve("plan");
        plan.writeTo(plans);
        plan = SelectionPlan.read(plans.resolve("plan.json"));
        assertThat(Files.readString(plans.resolve("report.html"))).contains("clip.mp4#t=");

        Path out = folder.resolve("out");
        Result copied = PlanApplication.of(plan, out).apply(Mode.COPY, What.KEPT);
        assertThat(copied.failures()).isEmpty();
        assertThat(copied.done()).isEqualTo(plan.keptPictures().size());
        requirePictures(plan, out);
        assertThat(PlanApplication.of(plan, out).apply(Mode.COPY, What.KEPT).alreadyThere())
                .isEqualTo(plan.keptPictures().size());
        PlanApplication.of(plan, out).requireNoOtherChoice();

        Result moved = PlanApplication.of(plan, folder.resolve("quarantine")).apply(Mode.MOVE, What.DROPPED);
        assertThat(moved.failures()).isEmpty();
        assertThat(root.resolve("ann/clip.mp4")).exists();
    }

    @Tag("slow")
    @Test
    void videosInProcessesOfTheirOwnGiveTheSameFaces() {
        try (FacePipeline pipeline = FacePipeline.builder().threads(2).build()) {
            FaceFolder here = pipeline.read(root, PictureSearch.usual().withVideos());
            FaceFolder there = pipeline.read(root, PictureSearch.usual().withIsolatedVideos(Duration.ofMinutes(5)));
            assertThat(there.faces()).isEqualTo(here.faces());
            assertThat(there.rejected()).isEqualTo(here.rejected());
        }
    }

    @Test
    void appliesThePlanOfBestShots() throws IOException {
        Path clip = root.resolve("ann/clip.mp4");
        SelectionPlan plan;
        try (BestShots bestShots = BestShots.builder().threads(2).keep(2).minimumDistance(0).build()) {
            Footage footage = bestShots.of("ann/clip.mp4", clip).orElseThrow();
            plan = bestShots.plan(root, bestShots.people(List.of(footage)), List.of());
        }
        Path plans = folder.resolve("plan");
        plan.writeTo(plans);
        assertThat(Files.readString(plans.resolve("report.html"))).doesNotContain("no such file");
        Path out = folder.resolve("out");
        Result copied = PlanApplication.of(SelectionPlan.read(plans.resolve("plan.json")), out).apply(Mode.LINK, What.KEPT);
        assertThat(copied.failures()).isEmpty();
        assertThat(copied.done()).isEqualTo(2);
        requirePictures(plan, out);

        Files.write(clip, Files.readAllBytes(Clips.shared(Clips.OTHER)));
        Result changed = PlanApplication.of(plan, folder.resolve("other")).apply(Mode.COPY, What.KEPT);
        assertThat(changed.failures()).hasSize(2);
        assertThat(changed.failures().get(0).what()).contains("frame");
    }
}
