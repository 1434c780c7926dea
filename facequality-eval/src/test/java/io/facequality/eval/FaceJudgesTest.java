package io.facequality.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.FaceImage;
import io.facequality.ModelException;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.QualityScorer;
import io.facequality.ScoredEmbedding;
import io.facequality.ScoringEmbedder;
import io.facequality.eval.FaceJudges.KnownPicture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceJudgesTest {

    @TempDir
    private Path cache;

    private final AtomicInteger scored = new AtomicInteger();
    private final AtomicInteger embedded = new AtomicInteger();

    private final QualityScorer scorer = QualityScorer.of(ModelId.ofCode("brightness", "1"), face -> {
        scored.incrementAndGet();
        return brightness(face);
    });
    private final Embedder embedder = faces -> faces.stream()
            .map(face -> {
                embedded.incrementAndGet();
                return Embedding.copyOf(brightness(face), 1);
            })
            .toList();

    private static int brightness(AlignedFace face) {
        return face.pixels().get(0) & 0xFF;
    }

    private static AlignedFace face(int brightness) {
        return AlignedFace.of(
                FaceImage.filledBy(AlignedFace.SIZE, AlignedFace.SIZE, rgb -> rgb[0] = (byte) brightness));
    }

    private static String digest(int number) {
        return String.format("%064x", number);
    }

    private FaceJudges judges(String settings, Map<String, String> preparation) {
        return FaceJudges.builder(cache, preparation)
                .embedder("points", embedder, settings)
                .scorer("brightness", scorer, settings)
                .open();
    }

    private static void judge(FaceJudges judges, int from, int to) {
        List<Integer> numbers = IntStream.range(from, to).boxed().toList();
        judges.judge(
                        numbers.stream().map(FaceJudgesTest::digest).toList(),
                        numbers.stream().map(FaceJudgesTest::face).toList())
                .forEach(judges::remember);
    }

    @Test
    void whatIsKnownIsNotJudgedAgain() {
        try (FaceJudges judges = judges("rgb", Map.of("crop", "AS_IS"))) {
            judge(judges, 0, 4);
            assertThat(judges.know(digest(3))).isTrue();
            assertThat(judges.know(digest(4))).isFalse();
        }
        try (FaceJudges judges = judges("rgb", Map.of("crop", "AS_IS"))) {
            judge(judges, 2, 6);
            assertThat(scored).hasValue(6);
            assertThat(embedded).hasValue(6);
            JudgedFaces faces = judges.faces(IntStream.range(0, 6)
                    .mapToObj(i -> new KnownPicture("p" + i, "person" + i % 2, digest(i)))
                    .toList());
            assertThat(faces.people()).containsExactly("person0", "person1");
            for (int i = 0; i < 6; i++) {
                assertThat(faces.scorers().get(0).get(i)).isEqualTo(i);
                assertThat(faces.embedders().get(0).embeddings().get(i)).isEqualTo(Embedding.copyOf(i, 1));
            }
        }
    }

    @Test
    void anotherPreparationOrSettingIsJudgedAnew() {
        try (FaceJudges judges = judges("rgb", Map.of("crop", "AS_IS"))) {
            judge(judges, 0, 2);
        }
        try (FaceJudges judges = judges("bgr", Map.of("crop", "AS_IS"))) {
            assertThat(judges.know(digest(0))).isFalse();
        }
        try (FaceJudges judges = judges("rgb", Map.of("crop", "ALIGN"))) {
            assertThat(judges.know(digest(0))).isFalse();
        }
    }

    @Test
    void aJudgeThatIsAddedLaterIsTheOnlyOneThatIsAsked() {
        try (FaceJudges judges = judges("rgb", Map.of())) {
            judge(judges, 0, 3);
        }
        AtomicInteger asked = new AtomicInteger();
        QualityScorer darkness = QualityScorer.of(ModelId.ofCode("darkness", "1"), face -> {
            asked.incrementAndGet();
            return -brightness(face);
        });
        try (FaceJudges judges = FaceJudges.builder(cache, Map.of())
                .scorer("brightness", scorer, "rgb")
                .scorer("darkness", darkness, "rgb")
                .embedder("points", embedder, "rgb")
                .open()) {
            judge(judges, 0, 3);
            assertThat(asked).hasValue(3);
            assertThat(scored).hasValue(3);
            assertThat(embedded).hasValue(3);
        }
    }

    @Test
    void aModelThatScoresAndEmbedsIsAskedOnce() {
        AtomicInteger passes = new AtomicInteger();
        ScoringEmbedder both = faces -> {
            passes.incrementAndGet();
            return faces.stream()
                    .map(face -> new ScoredEmbedding(
                            new QualityScore(brightness(face), ModelId.ofCode("both", "1")), Embedding.copyOf(1, 2)))
                    .toList();
        };
        try (FaceJudges judges = FaceJudges.builder(cache, Map.of())
                .scorer("both", both, "rgb")
                .embedder("both", both, "rgb")
                .open()) {
            judge(judges, 0, 3);
            assertThat(passes).hasValue(1);
            assertThat(judges.know(digest(2))).isTrue();
        }
    }

    @Test
    void aVectorThatCannotBeComparedIsToldFromTheOthers() {
        Embedder zero = faces -> faces.stream()
                .map(face -> Embedding.copyOf(brightness(face), 0))
                .toList();
        try (FaceJudges judges = FaceJudges.builder(cache, Map.of())
                .scorer("brightness", scorer, "rgb")
                .embedder("zero", zero, "rgb")
                .open()) {
            judge(judges, 0, 2);
            assertThat(judges.isUsable(digest(0))).isFalse();
            assertThat(judges.isUsable(digest(1))).isTrue();
        }
    }

    @Test
    void aJudgeThatLosesAFaceIsNamed() {
        Embedder forgetful = faces -> List.of();
        try (FaceJudges judges = FaceJudges.builder(cache, Map.of())
                .scorer("brightness", scorer, "rgb")
                .embedder("forgetful", forgetful, "rgb")
                .open()) {
            assertThatThrownBy(() -> judge(judges, 0, 2))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("forgetful");
        }
    }

    @Test
    void facesWorthALookAreChosenByTheirRanks() {
        double[] first = {5, 1, 4, 2, 3, 0};
        double[] second = {5, 1, 0, 2, 3, 4};
        Embedding point = Embedding.copyOf(1);
        FaceChoices choices = new FaceChoices(JudgedFaces.of(
                List.of("a", "b", "c", "d", "e", "f"),
                List.of("p", "p", "q", "q", "r", "p"),
                List.of(
                        QualityColumn.copyOf("first", ModelId.ofCode("first", "1"), first),
                        QualityColumn.copyOf("second", ModelId.ofCode("second", "1"), second)),
                List.of(new EmbeddingColumn(
                        "points", ModelId.ofCode("points", "1"), List.of(point, point, point, point, point, point)))));
        assertThat(choices.best(0, 2)).containsExactly(0, 2);
        assertThat(choices.worst(0, 2)).containsExactly(5, 1);
        assertThat(choices.worst(1, 20)).hasSize(6);
        assertThat(choices.disagreedOn(0, 1, 2)).containsExactly(2, 5);
        assertThat(choices.clean(3)).containsExactly(0, 4, 2);
    }
}
