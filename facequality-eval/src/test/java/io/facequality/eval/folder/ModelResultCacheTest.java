package io.facequality.eval.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.Image;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.QualityScorer;
import io.facequality.ScoringEmbedder;
import io.facequality.ScoringEmbedder.ScoredEmbedding;
import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.folder.ModelResultCache.KnownPicture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelResultCacheTest {

    @TempDir
    private Path folder;

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
                Image.filledBy(AlignedFace.SIZE, AlignedFace.SIZE, rgb -> rgb[0] = (byte) brightness));
    }

    private static String digest(int number) {
        return String.format("%064x", number);
    }

    private ModelResultCache open(String settings, Map<String, String> preparation) {
        return ModelResultCache.builder(folder, preparation)
                .embedder("points", embedder, settings)
                .scorer("brightness", scorer, settings)
                .open();
    }

    private static void run(ModelResultCache cache, int from, int to) {
        List<Integer> numbers = IntStream.range(from, to).boxed().toList();
        cache.run(
                        numbers.stream().map(ModelResultCacheTest::digest).toList(),
                        numbers.stream().map(ModelResultCacheTest::face).toList())
                .forEach(cache::store);
    }

    @Test
    void doesNotRunModelsOnKnownPictures() {
        try (ModelResultCache cache = open("rgb", Map.of("crop", "AS_IS"))) {
            run(cache, 0, 4);
            assertThat(cache.isComplete(digest(3))).isTrue();
            assertThat(cache.isComplete(digest(4))).isFalse();
        }
        try (ModelResultCache cache = open("rgb", Map.of("crop", "AS_IS"))) {
            run(cache, 2, 6);
            assertThat(scored).hasValue(6);
            assertThat(embedded).hasValue(6);
            EvaluatedFaces faces = cache.faces(IntStream.range(0, 6)
                    .mapToObj(i -> new KnownPicture("p" + i, "person" + i % 2, digest(i)))
                    .toList());
            assertThat(faces.people()).containsExactly("person0", "person1");
            for (int i = 0; i < 6; i++) {
                assertThat(faces.scorers().get(0).get(i)).isEqualTo(i);
                assertThat(faces.embedders().get(0).vectors().get(i)).isEqualTo(Embedding.copyOf(i, 1));
            }
        }
    }

    @Test
    void runsModelsAgainAfterChangedPreparationOrSetting() {
        try (ModelResultCache cache = open("rgb", Map.of("crop", "AS_IS"))) {
            run(cache, 0, 2);
        }
        try (ModelResultCache cache = open("bgr", Map.of("crop", "AS_IS"))) {
            assertThat(cache.isComplete(digest(0))).isFalse();
        }
        try (ModelResultCache cache = open("rgb", Map.of("crop", "ALIGN"))) {
            assertThat(cache.isComplete(digest(0))).isFalse();
        }
    }

    @Test
    void runsOnlyTheAddedModel() {
        try (ModelResultCache cache = open("rgb", Map.of())) {
            run(cache, 0, 3);
        }
        AtomicInteger asked = new AtomicInteger();
        QualityScorer darkness = QualityScorer.of(ModelId.ofCode("darkness", "1"), face -> {
            asked.incrementAndGet();
            return -brightness(face);
        });
        try (ModelResultCache cache = ModelResultCache.builder(folder, Map.of())
                .scorer("brightness", scorer, "rgb")
                .scorer("darkness", darkness, "rgb")
                .embedder("points", embedder, "rgb")
                .open()) {
            run(cache, 0, 3);
            assertThat(asked).hasValue(3);
            assertThat(scored).hasValue(3);
            assertThat(embedded).hasValue(3);
        }
    }

    @Test
    void runsScoringEmbedderOnce() {
        AtomicInteger passes = new AtomicInteger();
        ScoringEmbedder both = faces -> {
            passes.incrementAndGet();
            return faces.stream()
                    .map(face -> new ScoredEmbedding(
                            new QualityScore(brightness(face), ModelId.ofCode("both", "1")), Embedding.copyOf(1, 2)))
                    .toList();
        };
        try (ModelResultCache cache = ModelResultCache.builder(folder, Map.of())
                .scorer("both", both, "rgb")
                .embedder("both", both, "rgb")
                .open()) {
            run(cache, 0, 3);
            assertThat(passes).hasValue(1);
            assertThat(cache.isComplete(digest(2))).isTrue();
        }
    }

    @Test
    void recognizesUnusableEmbedding() {
        Embedder zero = faces -> faces.stream()
                .map(face -> Embedding.copyOf(brightness(face), 0))
                .toList();
        try (ModelResultCache cache = ModelResultCache.builder(folder, Map.of())
                .scorer("brightness", scorer, "rgb")
                .embedder("zero", zero, "rgb")
                .open()) {
            run(cache, 0, 2);
            assertThat(cache.isUsable(digest(0))).isFalse();
            assertThat(cache.isUsable(digest(1))).isTrue();
        }
    }

    @Test
    void rejectsModelThatLosesAFaceByName() {
        Embedder forgetful = faces -> List.of();
        try (ModelResultCache cache = ModelResultCache.builder(folder, Map.of())
                .scorer("brightness", scorer, "rgb")
                .embedder("forgetful", forgetful, "rgb")
                .open()) {
            assertThatThrownBy(() -> run(cache, 0, 2))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("forgetful");
        }
    }
}
