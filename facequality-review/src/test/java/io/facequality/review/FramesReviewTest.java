package io.facequality.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.Keep;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.Grouping;
import io.facequality.pipeline.PictureSearch;
import io.facequality.plan.internal.decisions.ReviewedPlan;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames of a video are shown, decided on and copied as pictures are. */
class FramesReviewTest {

    @TempDir
    private Path folder;

    private Path plan;
    private ReviewServer server;
    private Window window;

    @BeforeEach
    void planFramesOfAVideo() throws IOException {
        Path pictures = folder.resolve("pictures");
        Files.createDirectories(pictures.resolve("ann"));
        Files.copy(SharedData.path("data", "videos", "a.mp4"), pictures.resolve("ann/a.mp4"));
        plan = folder.resolve("review/plan.json");
        try (FacePipeline pipeline = FacePipeline.open()) {
            pipeline.select(pipeline.read(pictures, PictureSearch.usual().withVideos()), Grouping.folders(), Keep.best(2))
                    .writeTo(plan.getParent());
        }
        server = ReviewServer.builder().root(pictures).plan(plan).plansBelow(folder.resolve("plans")).start();
        window = Window.open(server.newLink(), "window-of-the-person");
    }

    @AfterEach
    void close() throws IOException {
        // A test that is skipped has no server.
        if (server != null) {
            window.close();
            server.close();
        }
    }

    @Tag("slow")
    @Test
    void showsFramesAndCopiesThoseThatAPersonKeeps() throws IOException, InterruptedException {
        JsonNode dropped = frames().stream().filter(frame -> !frame.get("kept").asBoolean()).findFirst().orElseThrow();
        String source = dropped.get("picture").asText();
        assertThat(source).startsWith("ann/a.mp4#t=");
        assertThat(shown(dropped, "face").width()).isPositive();
        assertThat(shown(dropped, "whole").height()).isEqualTo(480);

        window.call("/api/decisions", "{\"type\":\"keep\",\"faces\":[" + dropped.get("id") + "]}");
        assertThat(ReviewedPlan.read(plan).plan().keptPictures()).hasSize(3)
                .anyMatch(picture -> picture.path().equals(source));

        String parent = window.read("/api/status").get("plan").get("folderId").asText();
        window.call("/api/apply", "{\"mode\":\"COPY\",\"folder\":\"" + parent + "\",\"name\":\"kept\"}");
        JsonNode applied = window.event("applied");
        assertThat(applied.get("failures")).isEmpty();
        assertThat(applied.get("done").asInt()).isEqualTo(3);
        assertThat(plan.resolveSibling("kept").resolve(source + ".png")).exists();
    }

    private List<JsonNode> frames() {
        String group = window.read("/api/groups").get("groups").get(0).get("id").asText();
        return StreamSupport.stream(window.read("/api/groups/" + group).get("faces").spliterator(), false).toList();
    }

    private Image shown(JsonNode frame, String part) throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                window.sendForBytes(window.get("/api/images/" + frame.get("image").asText() + "/" + part));
        assertThat(response.statusCode()).isEqualTo(200);
        return OpenCvImageDecoder.create().decode(ImageSource.of("answer", response.body())).orElseThrow();
    }
}
