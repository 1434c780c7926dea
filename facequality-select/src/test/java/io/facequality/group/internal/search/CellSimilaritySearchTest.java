package io.facequality.group.internal.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.group.Faces;
import io.facequality.internal.Workers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellSimilaritySearchTest {

    /** A search that takes the usual rule, whatever it finds. */
    private static final CellSimilaritySearch UNWIDENED = new CellSimilaritySearch(2, 0);

    private record Pair(int first, int second, double similarity) {}

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 65, 1500})
    void findsNearlyAllClosePairsOnceWithExactSimilarities(int size) {
        List<Embedding> vectors = Faces.embeddings(Faces.clustered(size, 32, 200, 0.15, 3));
        List<Pair> expected = pairs(SimilaritySearch.exact(1).index(vectors), 0.9);
        List<Pair> found = pairs(UNWIDENED.index(vectors), 0.9);
        assertThat(found).doesNotHaveDuplicates();
        assertThat(Set.copyOf(expected)).containsAll(found);
        assertThat(found.size()).isGreaterThanOrEqualTo((int) (0.99 * expected.size()));
    }

    @Test
    void givesTheSamePairsForAnyNumberOfThreads() {
        List<Embedding> vectors = Faces.embeddings(Faces.clustered(2000, 16, 50, 0.3, 6));
        Set<Pair> expected = Set.copyOf(pairs(new CellSimilaritySearch(1, 0).index(vectors), 0.8));
        assertThat(expected).hasSizeGreaterThan(5000);
        for (int threads : new int[] {2, 5}) {
            SimilarityIndex index = new CellSimilaritySearch(threads, 0).index(vectors);
            assertThat(Set.copyOf(pairs(index, 0.8))).isEqualTo(expected);
        }
    }

    @Test
    void measuresTheRecallThatThePairsHave() {
        // All are sampled, so that the measured recall is the true one.
        List<Embedding> vectors = Faces.embeddings(Faces.clustered(500, 8, 500, 1, 9));
        SimilarityIndex index = UNWIDENED.index(vectors);
        double truth = pairs(SimilaritySearch.exact(1).index(vectors), 0.6).size();
        double found = pairs(index, 0.6).size();
        MeasuredRecall recall = index.recall(0.6).orElseThrow();
        assertThat(found).isLessThan(truth);
        assertThat(recall.recall()).isEqualTo(found / truth);
        assertThat(recall.pairs()).isEqualTo(2 * (long) truth);
        assertThat(recall.sample()).isEqualTo(500);
        assertThat(recall.recall()).isGreaterThan(recall.lower()).isLessThan(recall.upper());
    }

    @Test
    void widensTheMarginUntilTheSampleShowsTheRecall() {
        List<Embedding> vectors = Faces.embeddings(Faces.clustered(1500, 32, 300, 0.4, 9));
        double plain = UNWIDENED.index(vectors).recall(0.7).orElseThrow().recall();
        double wanted = plain + (1 - plain) / 2;
        assertThat(plain).isBetween(0.2, 0.999);
        SimilarityIndex index = new CellSimilaritySearch(1, wanted).index(vectors);
        assertThat(index.recall(0.7).map(MeasuredRecall::recall).orElseThrow()).isBetween(wanted, 1.0);
        assertThat(pairs(index, 0.7)).doesNotHaveDuplicates();
    }

    @Test
    void comparesEveryPairWhereCellsCannotShowTheRecall() {
        List<Embedding> vectors = Faces.embeddings(Faces.clustered(300, 8, 300, 1, 9));
        SimilarityIndex index = new CellSimilaritySearch(1, 1).index(vectors);
        assertThat(index.recall(0)).isEmpty();
        assertThat(Set.copyOf(pairs(index, 0)))
                .isEqualTo(Set.copyOf(pairs(SimilaritySearch.exact(1).index(vectors), 0)));
    }

    @Test
    void samplesMoreForARecallNearerToOne() {
        assertThat(new CellSimilaritySearch(1, 0.5).sample()).isEqualTo(512);
        assertThat(new CellSimilaritySearch(1, 0.9999).sample()).isEqualTo(5120);
        assertThat(new CellSimilaritySearch(1, 1).sample()).isEqualTo(8192);
    }

    @Test
    void findsNearNeighborsInTheirOrder() {
        List<Embedding> vectors = Faces.embeddings(Faces.clustered(1000, 16, 40, 0.2, 4));
        SimilarityIndex index = UNWIDENED.index(vectors);
        Neighbors found = index.nearest(5);
        Neighbors exact = SimilaritySearch.exact(1).index(vectors).nearest(5);
        int common = 0;
        for (int of = 0; of < 1000; of++) {
            Set<Integer> expected = new HashSet<>();
            for (int rank = 0; rank < 5; rank++) {
                expected.add(exact.ordinal(of, rank));
            }
            for (int rank = 0; rank < found.count(of); rank++) {
                common += expected.contains(found.ordinal(of, rank)) ? 1 : 0;
                assertThat(found.similarity(of, rank)).isLessThanOrEqualTo(found.similarity(of, Math.max(0, rank - 1)));
            }
        }
        assertThat(common / 5000.0).isEqualTo(recallOfNearest(vectors, 5)).isGreaterThan(0.8);
    }

    /** As the index measures it; with all vectors sampled. */
    private static double recallOfNearest(List<Embedding> vectors, int count) {
        return SampledPairs.nearest(count, UnitVectors.of(vectors), vectors.size(), new Workers(1))
                .trial(SphericalKMeans.centers(UnitVectors.of(vectors), 32, new Workers(1)), MarginRule.USUAL)
                .recall()
                .recall();
    }

    @Test
    void findsAsManyNeighborsAsAreAskedForAndThere() {
        List<Embedding> vectors = Faces.embeddings(Faces.clustered(300, 8, 300, 0.3, 2));
        Neighbors nearest = new CellSimilaritySearch(1).index(vectors).nearest(1_000_000);
        assertThat(IntStream.range(0, 300).map(nearest::count)).allMatch(count -> count == 299);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void findsAllVectorsThatAreEqual(int distinct) {
        List<Embedding> vectors = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            vectors.add(Embedding.copyOf(1, i % distinct, (i % distinct) * (i % distinct) - 1f));
        }
        SimilarityIndex index = new CellSimilaritySearch(2).index(vectors);
        Set<Pair> expected = Set.copyOf(pairs(SimilaritySearch.exact(1).index(vectors), 0.5));
        List<Pair> found = pairs(index, 0.5);
        assertThat(found).hasSameSizeAs(expected);
        assertThat(Set.copyOf(found)).isEqualTo(expected);
        Neighbors nearest = index.nearest(4);
        for (int of = 0; of < 900; of++) {
            int first = of % distinct;
            assertThat(nearest.ordinal(of, 0)).isEqualTo(of == first ? first + distinct : first);
            assertThat(nearest.ordinal(of, 3)).isEqualTo(first + (of <= first + 3 * distinct ? 4 : 3) * distinct);
        }
    }

    /** One cell of many vectors is compared in blocks. */
    @Test
    void comparesACellThatIsLargerThanABlock() {
        List<Embedding> vectors = Faces.embeddings(Faces.clustered(5000, 4, 1, 0.05, 8));
        UnitVectors units = UnitVectors.of(vectors);
        CellCenters one = new CellCenters(new float[][] {{1, 0, 0, 0}});
        Cells cells = Cells.of(units, one, MarginRule.USUAL, new Workers(2));
        long[] found = {0};
        CellWork.doAll(cells, new Workers(2), () -> new CellPairs(
                units, cells, -1, (first, second, similarity) -> found[0]++, found));
        assertThat(cells.largest()).isEqualTo(5000);
        assertThat(found[0]).isEqualTo(5000L * 4999 / 2);
    }

    @Test
    void dividesACellThatHoldsMuchOfTheSample() {
        List<Embedding> vectors = new ArrayList<>(Faces.embeddings(Faces.clustered(2000, 16, 2000, 1, 8)));
        vectors.addAll(Faces.embeddings(Faces.clustered(6000, 16, 1, 0.2, 8)));
        UnitVectors units = UnitVectors.of(vectors);
        CellCenters centers = SphericalKMeans.centers(units, 90, new Workers(1));
        Cells cells = Cells.of(units, centers, MarginRule.NEAREST, new Workers(1));
        assertThat(cells.largest()).isLessThan(8 * 8000 / 90);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void isInterrupted(int threads) {
        List<Embedding> vectors = Faces.embeddings(Faces.clustered(2000, 8, 20, 0.3, 1));
        SimilarityIndex index = new CellSimilaritySearch(threads).index(vectors);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> index.pairs(0.5, (first, second, similarity) -> {}))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void refusesARecallThatIsNoShare() {
        assertThatThrownBy(() -> new CellSimilaritySearch(1, 1.5)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new CellSimilaritySearch(1, Double.NaN)).isInstanceOf(InvalidInputException.class);
    }

    private static List<Pair> pairs(SimilarityIndex index, double threshold) {
        List<Pair> pairs = new ArrayList<>();
        index.pairs(threshold, (first, second, similarity) -> pairs.add(new Pair(first, second, similarity)));
        return pairs;
    }
}
