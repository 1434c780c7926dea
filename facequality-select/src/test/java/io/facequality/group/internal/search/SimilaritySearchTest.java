package io.facequality.group.internal.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.group.Faces;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimilaritySearchTest {

    private record Pair(int first, int second, double similarity) {}

    @Property(tries = 60)
    void findsEveryPairOnceByExactSearchWithAnyNumberOfThreads(
            @ForAll @IntRange(min = 0, max = 200) int size,
            @ForAll @IntRange(min = 1, max = 20) int dimension,
            @ForAll @DoubleRange(min = -1, max = 1) double threshold,
            @ForAll @IntRange(min = 1, max = 4) int threads,
            @ForAll long seed) {
        List<FaceRecord> faces = Faces.clustered(size, dimension, 5, 0.3, seed);
        List<Pair> pairs = pairs(SimilaritySearch.exact(threads).index(Faces.embeddings(faces)), threshold);
        assertThat(pairs).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(pairs(faces, threshold));
    }

    @Property(tries = 40)
    void findsNearestByExactSearch(
            @ForAll @IntRange(min = 1, max = 150) int size,
            @ForAll @IntRange(min = 1, max = 12) int count,
            @ForAll @IntRange(min = 1, max = 3) int threads,
            @ForAll long seed) {
        List<FaceRecord> faces = Faces.clustered(size, 6, 4, 0.4, seed);
        double[][] cosines = Faces.cosines(faces);
        Neighbors nearest =
                SimilaritySearch.exact(threads).index(Faces.embeddings(faces)).nearest(count);
        for (int face = 0; face < size; face++) {
            int of = face;
            List<Integer> expected = IntStream.range(0, size)
                    .filter(other -> other != of)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer other) -> -cosines[of][other])
                            .thenComparingInt(other -> other))
                    .limit(count)
                    .toList();
            List<Integer> found = IntStream.range(0, nearest.count(face))
                    .mapToObj(rank -> nearest.ordinal(of, rank))
                    .toList();
            // Cosines that rounding takes beyond 1 are told apart inside, and equal outside.
            assertThat(found.stream().map(other -> cosines[of][other]))
                    .isEqualTo(expected.stream().map(other -> cosines[of][other]).toList());
            assertThat(found).doesNotHaveDuplicates().doesNotContain(of);
        }
    }

    @Test
    void givesCosineOfDoublePrecisionButForRounding() {
        List<FaceRecord> faces = Faces.clustered(40, 512, 3, 0.5, 1);
        double[][] cosines = Faces.cosines(faces);
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 40; j++) {
                assertThat(cosines[i][j])
                        .isCloseTo(faces.get(i).embedding().cosine(faces.get(j).embedding()), within(1e-5));
            }
        }
    }

    @Test
    void searchesNoVectorsAndOneByEitherSearch() {
        for (SimilaritySearch search : List.of(
                SimilaritySearch.exact(2), new CellSimilaritySearch(1))) {
            assertThat(pairs(search.index(List.of()), -1)).isEmpty();
            try (SimilarityIndex index = search.index(List.of(Embedding.copyOf(1, 2)))) {
                assertThat(pairs(index, -1)).isEmpty();
                assertThat(index.nearest(3).count(0)).isZero();
            }
        }
    }

    @Test
    void comparesEveryPairOfFewFacesByAutomaticSearch() {
        SimilarityIndex index = SimilaritySearch.automatic(2)
                .index(Faces.embeddings(Faces.clustered(10, 4, 2, 0.1, 1)));
        assertThat(index.recall(0.5)).isEmpty();
        assertThat(index.recallOfNearest(3)).isEmpty();
        assertThat(index.description()).contains("every pair", "threads: 2");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -1.01, 1.01, Double.POSITIVE_INFINITY})
    void refusesThresholdThatIsNoCosine(double threshold) {
        SimilarityIndex index = SimilaritySearch.exact(1).index(List.of());
        assertThatThrownBy(() -> index.pairs(threshold, (first, second, similarity) -> {}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("from -1 to 1");
    }

    @Test
    void refusesVectorsThatCannotBeCompared() {
        Embedding good = Embedding.copyOf(1, 2);
        for (Embedding bad : List.of(
                Embedding.copyOf(1, 2, 3),
                Embedding.copyOf(0, 0),
                Embedding.copyOf(Float.NaN, 1),
                Embedding.copyOf(Float.POSITIVE_INFINITY, 1))) {
            assertThatThrownBy(() -> SimilaritySearch.exact(1).index(List.of(good, bad)))
                    .isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> new CellSimilaritySearch(1)
                            .index(List.of(good, bad)))
                    .isInstanceOf(InvalidInputException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void tellsInterruptedCallerWhoStaysInterrupted(int threads) {
        SimilarityIndex index =
                SimilaritySearch.exact(threads).index(Faces.embeddings(Faces.clustered(300, 4, 2, 0.1, 1)));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> index.pairs(0, (first, second, similarity) -> {}))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void throwsWhatVisitorThrows(int threads) {
        SimilarityIndex index =
                SimilaritySearch.exact(threads).index(Faces.embeddings(Faces.clustered(300, 4, 2, 0.1, 1)));
        IllegalStateException thrown = new IllegalStateException("visitor");
        assertThatThrownBy(() -> index.pairs(-1, (first, second, similarity) -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }

    private static List<Pair> pairs(SimilarityIndex index, double threshold) {
        List<Pair> pairs = new ArrayList<>();
        index.pairs(threshold, (first, second, similarity) -> pairs.add(new Pair(first, second, similarity)));
        return pairs;
    }

    private static List<Pair> pairs(List<FaceRecord> faces, double threshold) {
        double[][] cosines = Faces.cosines(faces);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < cosines.length; i++) {
            for (int j = i + 1; j < cosines.length; j++) {
                if (cosines[i][j] >= threshold) {
                    pairs.add(new Pair(i, j, cosines[i][j]));
                }
            }
        }
        return pairs;
    }
}
