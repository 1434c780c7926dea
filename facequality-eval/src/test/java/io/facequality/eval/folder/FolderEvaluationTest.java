package io.facequality.eval.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Image;
import io.facequality.ModelId;
import io.facequality.ProgressListener.Progress;
import io.facequality.QualityScorer;
import io.facequality.eval.ComparisonPairs;
import io.facequality.eval.Evaluation;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.PictureSearch;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluates crops from this test, with models that are code. */
class FolderEvaluationTest {

    private static final int PEOPLE = 6;
    private static final int PICTURES_EACH = 4;

    @TempDir
    private Path folder;

    private final AtomicInteger scored = new AtomicInteger();

    /** The red value is the quality. */
    private final QualityScorer scorer = QualityScorer.of(ModelId.ofCode("red", "1"), face -> {
        scored.incrementAndGet();
        return face.pixels().get(0) & 0xFF;
    });

    /** The green value is the person; the blue value, which is high in bad pictures, disturbs it. */
    private final Embedder embedder = faces -> faces.stream()
            .map(face -> {
                double angle = (face.pixels().get(1) & 0xFF) / 40.0 + (face.pixels().get(2) & 0xFF) / 200.0;
                return Embedding.copyOf((float) Math.cos(angle), (float) Math.sin(angle));
            })
            .toList();

    private Path people() {
        return folder.resolve("people");
    }

    private Path out() {
        return folder.resolve("out");
    }

    @BeforeEach
    void writePeople() throws IOException {
        Random random = new Random(5);
        for (int person = 0; person < PEOPLE; person++) {
            Path own = Files.createDirectories(people().resolve("person-" + person));
            for (int picture = 0; picture < PICTURES_EACH; picture++) {
                int noise = random.nextInt(100);
                byte[] color = {(byte) (255 - noise), (byte) (40 * person), (byte) noise};
                Image image = Image.filledBy(AlignedFace.SIZE, AlignedFace.SIZE, rgb -> {
                    for (int i = 0; i < rgb.length; i++) {
                        rgb[i] = color[i % color.length];
                    }
                });
                ImageIO.write(image.toBufferedImage(), "png", own.resolve(picture + ".png").toFile());
            }
        }
        Files.writeString(people().resolve("person-0/broken.png"), "no picture");
    }

    private FolderEvaluation.Builder builder(FacePipeline pictures, EvaluationModels models) {
        return FolderEvaluation.builder(pictures, models)
                .evaluation(Evaluation.builder().falseMatchRate(0.1).samples(25).build())
                .degradedFaces(2)
                .facesToShow(3);
    }

    private static FacePipeline crops() {
        return FacePipeline.builder().crop(Crop.AS_IS).build();
    }

    private EvaluationModels models() {
        return EvaluationModels.builder().scorer("red", scorer).embedder("green", embedder).open();
    }

    @Test
    void evaluatesFolderAndWritesReport() {
        List<RejectedPicture> rejections = new ArrayList<>();
        List<Progress> progress = new ArrayList<>();
        try (FacePipeline pictures = crops(); EvaluationModels models = models()) {
            EvaluatedFolder evaluated = builder(pictures, models)
                    .rejections(rejections::add)
                    .listener(progress::add)
                    .build()
                    .evaluate(people(), out());
            assertThat(evaluated.faces().size()).isEqualTo(PEOPLE * PICTURES_EACH);
            assertThat(evaluated.faces().people()).hasSize(PEOPLE).contains("person-3");
            assertThat(evaluated.result().genuinePairs()).isEqualTo(36);
            assertThat(evaluated.result().embedders().get(0).discards().get(0).isSameModel()).isFalse();
            assertThat(evaluated.result().degradations()).isNotEmpty();
            assertThat(evaluated.rejected())
                    .isEqualTo(rejections)
                    .singleElement()
                    .satisfies(it -> assertThat(it.picture()).isEqualTo("person-0/broken.png"));
            assertThat(evaluated.files().report()).isRegularFile();
            assertThat(evaluated.files().calibration("red")).isRegularFile();
            assertThat(out().resolve("contact-sheets/worst-red.jpg")).isRegularFile();
            assertThat(progress).last().satisfies(it -> assertThat(it.done()).isEqualTo(it.total()));
        }
    }

    @Test
    void usesKeptResultsInSecondRunAndWritesEqualFiles() throws IOException {
        byte[] first = evaluate(1);
        int once = scored.get();
        byte[] second = evaluate(3);
        assertThat(second).isEqualTo(first);
        assertThat(once).isEqualTo(PEOPLE * PICTURES_EACH);
        assertThat(scored).hasValue(once);
    }

    private byte[] evaluate(int threads) throws IOException {
        try (FacePipeline pictures = crops(); EvaluationModels models = models()) {
            builder(pictures, models).degradedFaces(0).threads(threads).build().evaluate(people(), out());
        }
        return Files.readAllBytes(out().resolve("evaluation.json"));
    }

    @Test
    void comparesPairsOfAFile() throws IOException {
        Path pairs = Files.write(folder.resolve("pairs.csv"), List.of(
                "first,second,match", "person-0/0.png,person-0/1.png,1", "person-1/0.png,person-1/3.png,1",
                "person-0/0.png,person-1/0.png,0", "person-0/0.png,person-2/0.png,0", "person-3/0.png,person-2/0.png,0",
                "person-4/0.png,person-2/0.png,0", "person-5/0.png,person-2/none.png,0"));
        try (FacePipeline pictures = crops(); EvaluationModels models = models()) {
            EvaluatedFolder evaluated = builder(pictures, models)
                    .evaluation(Evaluation.builder().falseMatchRate(0.8).samples(0).build())
                    .pairs(pairs)
                    .build()
                    .evaluate(people(), out());
            assertThat(evaluated.result().genuinePairs()).isEqualTo(2);
            assertThat(evaluated.result().impostorPairs()).isEqualTo(4);
            assertThat(evaluated.result().pairs()).contains("1 left out");
        }
    }

    @Test
    void leavesOutFacesThatCannotBeCompared() {
        Embedder zero = faces -> faces.stream()
                .map(face -> (face.pixels().get(1) & 0xFF) == 0
                        ? Embedding.copyOf(0, 0)
                        : embedder.embed(List.of(face)).get(0))
                .toList();
        try (FacePipeline pictures = crops();
                EvaluationModels models =
                        EvaluationModels.builder().scorer("red", scorer).embedder("zero", zero).open()) {
            EvaluatedFolder evaluated = builder(pictures, models).build().evaluate(people(), out());
            assertThat(evaluated.faces().people()).hasSize(PEOPLE - 1).doesNotContain("person-0");
            assertThat(evaluated.rejected()).hasSize(1 + PICTURES_EACH);
            assertThat(evaluated.rejected()).last().asString().contains("cannot compare the face");
        }
    }

    @Test
    void doesNotReadItsOwnResultsAsPictures() {
        try (FacePipeline pictures = crops(); EvaluationModels models = models()) {
            FolderEvaluation evaluation = builder(pictures, models)
                    .sampling(new ComparisonPairs.Sampling(10, 40, 3))
                    .cache(people().resolve("cache"))
                    .build();
            Path inside = people().resolve("results");
            int faces = evaluation.evaluate(people(), inside).faces().size();
            assertThat(evaluation.evaluate(people(), inside).faces().size()).isEqualTo(faces);
        }
    }

    @Test
    void rejectsFolderWithoutPictures() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        try (FacePipeline pictures = crops(); EvaluationModels models = models()) {
            FolderEvaluation evaluation = builder(pictures, models).build();
            assertThatThrownBy(() -> evaluation.evaluate(empty, out()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("empty");
        }
    }

    @Test
    void saysWhatTheSearchPassedOver() throws IOException {
        Files.createDirectories(people().resolve(".thumbnails"));
        Files.copy(people().resolve("person-1/0.png"), people().resolve(".thumbnails/0.png"));
        try (FacePipeline pictures = crops();
                EvaluationModels models = models()) {
            EvaluatedFolder evaluated = builder(pictures, models)
                    .search(PictureSearch.usual().excluding("person-5"))
                    .build()
                    .evaluate(people(), out());
            assertThat(evaluated.faces().people()).hasSize(PEOPLE - 1).doesNotContain("person-5", ".thumbnails");
            assertThat(evaluated.passedOver().setAside()).containsExactly(".thumbnails");
            assertThat(evaluated.passedOver().excluded()).isEqualTo(1);
        }
    }

    @Test
    void rejectsFolderWithoutUsablePictures() throws IOException {
        Path broken = Files.createDirectories(folder.resolve("broken"));
        Files.writeString(broken.resolve("a.png"), "no picture");
        try (FacePipeline pictures = crops(); EvaluationModels models = models()) {
            FolderEvaluation evaluation = builder(pictures, models).build();
            assertThatThrownBy(() -> evaluation.evaluate(broken, out()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("none among 1 picture");
        }
    }

    @Test
    void rejectsEqualLabelsAndMissingModels() {
        EvaluationModels.Builder builder = EvaluationModels.builder().scorer("red", scorer);
        assertThatThrownBy(() -> builder.scorer("red", scorer))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("red twice");
        assertThatThrownBy(EvaluationModels.builder().scorer("red", scorer)::open)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("embedder");
    }
}
