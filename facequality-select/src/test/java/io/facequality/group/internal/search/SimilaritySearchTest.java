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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    void theExactSearchFindsEveryPairOnceWithAnyNumberOfThreads(
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
    void theExactSearchFindsTheNearest(
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
    void theCosineIsThatOfDoublePrecisionButForRounding() {
        List<FaceRecord> faces = Faces.clustered(40, 512, 3, 0.5, 1);
        double[][] cosines = Faces.cosines(faces);
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 40; j++) {
                assertThat(cosines[i][j])
                        .isCloseTo(faces.get(i).embedding().cosine(faces.get(j).embedding()), within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 700})
    void theApproximateSearchSaysWhatItFindsAndFindsNearlyAll(int size) {
        List<FaceRecord> faces = Faces.clustered(size, 32, 60, 0.2, 3);
        SimilaritySearch search =
                ApproximateSimilaritySearch.builder().threads(2).seed(5).build();
        try (SimilarityIndex index = search.index(Faces.embeddings(faces))) {
            List<Pair> expected = pairs(faces, 0.8);
            List<Pair> found = pairs(index, 0.8);
            assertThat(found).doesNotHaveDuplicates();
            assertThat(expected).containsAll(found);
            assertThat(found.size()).isGreaterThanOrEqualTo((int) (0.95 * expected.size()));
            assertThat(index.recall().map(MeasuredRecall::recall).orElse(1.0)).isGreaterThan(0.9);
            assertThat(index.recall().isPresent()).isEqualTo(size > 1);
            assertThat(index.size()).isEqualTo(size);
        }
    }

    @Test
    void theApproximateSearchFindsNearNeighborsInTheirOrder() {
        List<FaceRecord> faces = Faces.clustered(500, 16, 20, 0.2, 4);
        try (SimilarityIndex index =
                ApproximateSimilaritySearch.builder().build().index(Faces.embeddings(faces))) {
            Neighbors approximate = index.nearest(5);
            Neighbors exact =
                    SimilaritySearch.exact(1).index(Faces.embeddings(faces)).nearest(5);
            int common = 0;
            for (int face = 0; face < 500; face++) {
                Set<Integer> expected = new HashSet<>();
                for (int rank = 0; rank < 5; rank++) {
                    expected.add(exact.ordinal(face, rank));
                }
                for (int rank = 0; rank < approximate.count(face); rank++) {
                    common += expected.contains(approximate.ordinal(face, rank)) ? 1 : 0;
                    assertThat(approximate.similarity(face, rank))
                            .isLessThanOrEqualTo(approximate.similarity(face, Math.max(0, rank - 1)));
                }
            }
            assertThat(common).isGreaterThan(2400);
        }
    }

    /** More of them than a vertex has edges, so close together that none of their edges leads away. */
    @Test
    void theApproximateSearchFindsGroupsThatNoOtherLeadsTo() {
        List<FaceRecord> faces = Faces.clustered(1500, 16, 10, 0.001, 8);
        List<Pair> expected = pairs(faces, 0.99);
        assertThat(expected).hasSizeGreaterThan(100_000);
        try (SimilarityIndex index =
                ApproximateSimilaritySearch.builder().threads(2).build().index(Faces.embeddings(faces))) {
            List<Pair> found = pairs(index, 0.99);
            assertThat(Set.copyOf(found)).hasSameSizeAs(found);
            assertThat(Set.copyOf(expected).containsAll(found)).isTrue();
            assertThat(found.size()).isGreaterThan((int) (0.99 * expected.size()));
            assertThat(index.recall().orElseThrow().recall()).isGreaterThan(0.9);
        }
    }

    @Test
    void theApproximateSearchFindsAsManyNeighborsAsAreAskedForAndThere() {
        List<FaceRecord> faces = Faces.clustered(300, 8, 300, 0.3, 2);
        try (SimilarityIndex index =
                ApproximateSimilaritySearch.builder().build().index(Faces.embeddings(faces))) {
            Neighbors nearest = index.nearest(1_000_000);
            assertThat(IntStream.range(0, 300).map(nearest::count)).allMatch(count -> count >= 297);
        }
    }

    @Test
    void theRecallIsThatOfTheNearestNeighborsHoweverNarrowTheBeam() {
        List<FaceRecord> faces = Faces.clustered(300, 8, 30, 0.3, 2);
        SimilaritySearch search = ApproximateSimilaritySearch.builder().beamWidth(1).build();
        try (SimilarityIndex index = search.index(Faces.embeddings(faces))) {
            assertThat(index.recall().orElseThrow().recall()).isGreaterThan(0.1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theApproximateSearchFindsAllVectorsThatAreEqual(int distinct) {
        List<Embedding> embeddings = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            // Some hundred equal ones of each kind, more than a vertex of the graph has edges.
            embeddings.add(Embedding.copyOf(1, i % distinct, (i % distinct) * (i % distinct) - 1f));
        }
        List<Pair> expected = pairs(SimilaritySearch.exact(1).index(embeddings), 0.5);
        try (SimilarityIndex index =
                ApproximateSimilaritySearch.builder().threads(2).build().index(embeddings)) {
            List<Pair> found = pairs(index, 0.5);
            assertThat(found).hasSameSizeAs(expected);
            // As sets, since AssertJ compares lists in any order pair by pair, and here are 400,000.
            assertThat(Set.copyOf(found)).isEqualTo(Set.copyOf(expected));
            assertThat(index.size()).isEqualTo(900);
            assertThat(index.recall().map(MeasuredRecall::recall).orElse(1.0)).isEqualTo(1.0);
            Neighbors nearest = index.nearest(4);
            for (int of = 0; of < 900; of++) {
                // Equal ones, in the order of their ordinals.
                int first = of % distinct;
                assertThat(nearest.ordinal(of, 0)).isEqualTo(of == first ? first + distinct : first);
                assertThat(nearest.ordinal(of, 3)).isEqualTo(first + (of <= first + 3 * distinct ? 4 : 3) * distinct);
                assertThat(nearest.similarity(of, 3)).isGreaterThan(0.999999);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anApproximateIndexThatIsBeingMadeCanBeInterrupted(int threads) {
        List<Embedding> embeddings = Faces.embeddings(Faces.clustered(2000, 8, 20, 0.3, 1));
        SimilaritySearch search =
                ApproximateSimilaritySearch.builder().threads(threads).build();
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> search.index(embeddings)).isInstanceOf(CancellationException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void noVectorsAndOneAreSearchedTooByEitherSearch() {
        for (SimilaritySearch search : List.of(
                SimilaritySearch.exact(2), ApproximateSimilaritySearch.builder().build())) {
            assertThat(pairs(search.index(List.of()), -1)).isEmpty();
            try (SimilarityIndex index = search.index(List.of(Embedding.copyOf(1, 2)))) {
                assertThat(pairs(index, -1)).isEmpty();
                assertThat(index.nearest(3).count(0)).isZero();
            }
        }
    }

    @Test
    void theAutomaticSearchComparesEveryPairOfFewFaces() {
        SimilarityIndex index = SimilaritySearch.automatic(2)
                .index(Faces.embeddings(Faces.clustered(10, 4, 2, 0.1, 1)));
        assertThat(index.recall()).isEmpty();
        assertThat(index.description()).contains("every pair", "threads: 2");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -1.01, 1.01, Double.POSITIVE_INFINITY})
    void aThresholdThatIsNoCosineIsRefused(double threshold) {
        SimilarityIndex index = SimilaritySearch.exact(1).index(List.of());
        assertThatThrownBy(() -> index.pairs(threshold, (first, second, similarity) -> {}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("from -1 to 1");
    }

    @Test
    void vectorsThatCannotBeComparedAreRefused() {
        Embedding good = Embedding.copyOf(1, 2);
        for (Embedding bad : List.of(
                Embedding.copyOf(1, 2, 3),
                Embedding.copyOf(0, 0),
                Embedding.copyOf(Float.NaN, 1),
                Embedding.copyOf(Float.POSITIVE_INFINITY, 1))) {
            assertThatThrownBy(() -> SimilaritySearch.exact(1).index(List.of(good, bad)))
                    .isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> ApproximateSimilaritySearch.builder()
                            .build()
                            .index(List.of(good, bad)))
                    .isInstanceOf(InvalidInputException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anInterruptedCallerIsToldAndStaysInterrupted(int threads) {
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
    void whatAVisitorThrowsReachesTheCaller(int threads) {
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
