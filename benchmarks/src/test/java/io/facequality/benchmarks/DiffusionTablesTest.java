package io.facequality.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.facequality.benchmarks.DiffusionSample.Way;
import io.facequality.benchmarks.DiffusionTables.Coverage;
import io.facequality.benchmarks.DiffusionTables.Ranking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The arithmetic of the tables, on samples whose truth is known. */
class DiffusionTablesTest {

    private static final int REPEATS = DiffusionSample.REPEATS;

    private final List<String> lines = new ArrayList<>();

    @Test
    void errorsThatAreRightCoverAtTheirNominalRates() {
        drawNormal(60, 41, 0);
        DiffusionTables tables = new DiffusionTables(lines);
        List<Coverage> coverage = tables.coverage(REPEATS, 0);
        assertThat(coverage).extracting(Coverage::nominal).contains(0.683, 0.95);
        assertThat(coverage).allSatisfy(it -> {
            assertThat(it.expected()).isLessThan(it.nominal()).isGreaterThan(it.nominal() - 0.015);
            assertThat(it.found()).isEqualTo(it.expected(), offset(Math.max(0.005, 4 * it.uncertainty())));
            assertThat(it.uncertainty()).isPositive().isLessThan(0.02);
        });
        assertThat(tables.statedOverActual(REPEATS)).isEqualTo(1, offset(0.03));
    }

    /** What all repeats of a seed share is not in their spread, so the stated errors must be found too small. */
    @Test
    void errorsThatAreTooSmallAreFoundOut() {
        drawNormal(30, 41, 1);
        DiffusionTables tables = new DiffusionTables(lines);
        assertThat(tables.coverage(REPEATS, 0))
                .allSatisfy(it -> assertThat(it.found()).isLessThan(it.expected() - 4 * it.uncertainty()));
        assertThat(tables.statedOverActual(REPEATS)).isLessThan(0.5);
    }

    @Test
    void facesWithTooFewRepeatsForAReferenceAreLeftOut() {
        drawNormal(5, 15, 0);
        assertThat(new DiffusionTables(lines).coverage(REPEATS, 0)).isEmpty();
    }

    /** Face 0 stops at once, face 1 never, and face 2 as soon as its first repeat no longer counts for much. */
    @Test
    void repeatsStopWhenTheirErrorIsSmallEnoughAndThatIsWhatTheyCost() {
        double[][] faces = {
            {1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
            {2, 4, 2, 4, 2, 4, 2, 4, 2, 4},
            {5.6, 5, 5, 5, 5, 5, 5, 5, 5, 5},
        };
        draw(Way.FULL, 0, faces);
        draw(Way.FULL, 1, faces);
        // Face 2's error after n repeats is 0.6 / n.
        Ranking ranking = new DiffusionTables(lines).ranking(Way.FULL, 0.1001, REPEATS);
        double repeats = (4 + 10 + 6) / 3.0;
        assertThat(ranking.repeats()).isEqualTo(repeats, offset(1e-9));
        assertThat(ranking.denoiserPasses()).isEqualTo(10 * repeats, offset(1e-9));
        assertThat(ranking.embedderPasses()).isEqualTo(2 + 4 * repeats, offset(1e-9));
        assertThat(ranking.withSame()).isEqualTo(1, offset(1e-9));
        Ranking all = new DiffusionTables(lines).ranking(Way.FULL, 0, REPEATS);
        assertThat(List.of(all.repeats(), all.denoiserPasses(), all.embedderPasses()))
                .containsExactly(10.0, 100.0, 42.0);
    }

    /** Two of four faces change places: 1 - 6 (1 + 1) / (4 (16 - 1)) = 0.8. */
    @Test
    void ranksAreThoseOfTheFirstRepeatsBesideTheFullScores() {
        double[][] full = {same(1), same(2), same(3), same(4)};
        double[][] swapped = {same(1), same(3), same(2), same(4)};
        double[][] startsSwapped = {same(1), same(2), same(3), same(4)};
        startsSwapped[1][0] = 3.5;
        startsSwapped[2][0] = 2.5;
        draw(Way.FULL, 0, startsSwapped);
        draw(Way.FULL, 1, swapped);
        draw(Way.TWO_STEPS, 0, full);
        DiffusionTables tables = new DiffusionTables(lines);
        Ranking one = tables.ranking(Way.FULL, 0, 1);
        // Seed 0's first repeat is in seed 1's order; seed 1's is in its own, but not in seed 0's.
        assertThat(one.withSame()).isEqualTo((0.8 + 1) / 2, offset(1e-9));
        assertThat(one.withAnother()).isEqualTo((1 + 0.8) / 2, offset(1e-9));
        assertThat(one.seeds()).isEqualTo(2);
        Ranking steps = tables.ranking(Way.TWO_STEPS, 0, REPEATS);
        assertThat(steps.seeds()).isEqualTo(1);
        assertThat(steps.denoiserPasses()).isEqualTo(40);
        assertThat(steps.withSame()).isEqualTo(1, offset(1e-9));
        assertThat(steps.withAnother()).isEqualTo(0.8, offset(1e-9));
        assertThat(tables.ranking(Way.PAIRS, 0, REPEATS).seeds()).isZero();
    }

    /** Independent repeats of variance 10 / 9, and pairs whose means are 0.1, -0.1, 0, 0 and 0. */
    @Test
    void measuresPairsByVarianceOfTheirMeans() {
        draw(Way.FULL, 0, new double[][] {{1, -1, 1, -1, 1, -1, 1, -1, 1, -1}});
        draw(Way.PAIRS, 0, new double[][] {{5.1, -4.9, 4.9, -5.1, 5, -5, 5, -5, 5, -5}});
        double ofTwo = 10.0 / 9 / 2;
        double ofPairs = (0.1 * 0.1 + 0.1 * 0.1) / 4;
        assertThat(new DiffusionTables(lines).varianceOfPairs()).isEqualTo(ofPairs / ofTwo, offset(1e-6));
        assertThat(new DiffusionTables(List.of()).varianceOfPairs()).isNaN();
    }

    /** The error of two pairs of means 5 and 5.2 is 0.1, that of three of means 5, 5.2 and 5.1 is 0.058. */
    @Test
    void pairsStopPairByPair() {
        double[][] faces = new double[3][];
        for (int face = 0; face < faces.length; face++) {
            faces[face] = new double[] {4 + face, 6 + face, 5 + face, 5.4 + face, 5 + face, 5.2 + face, 0, 0, 0, 0};
        }
        draw(Way.FULL, 0, faces);
        draw(Way.FULL, 1, faces);
        draw(Way.PAIRS, 0, faces);
        DiffusionTables tables = new DiffusionTables(lines);
        assertThat(tables.ranking(Way.PAIRS, 0.11, REPEATS).repeats()).isEqualTo(4);
        assertThat(tables.ranking(Way.PAIRS, 0.09, REPEATS).repeats()).isEqualTo(6);
        assertThat(tables.ranking(Way.PAIRS, 0.05, REPEATS).repeats()).isEqualTo(10);
    }

    @Test
    void aFaceOfWhichARepeatIsMissingIsNotThere() {
        double[][] faces = {same(1), same(2), same(3), same(4)};
        draw(Way.FULL, 0, faces);
        draw(Way.FULL, 1, faces);
        assertThat(new DiffusionTables(lines).ranking(Way.FULL, 0, REPEATS).faces()).isEqualTo(4);
        lines.remove(lines.size() - 1);
        assertThat(new DiffusionTables(lines).ranking(Way.FULL, 0, REPEATS).faces()).isEqualTo(3);
    }

    /** Seeds that were drawn for the errors alone have too few repeats for every face. */
    @Test
    void seedsOfFewerRepeatsAreNotRanked() {
        double[][] faces = {same(1), same(2), same(3), same(4)};
        draw(Way.FULL, 0, faces);
        draw(Way.FULL, 1, faces);
        draw(Way.FULL, 2, new double[][] {{1, 1}, {2, 2}, {3, 3}, {4, 4}});
        assertThat(new DiffusionTables(lines).ranking(Way.FULL, 0, REPEATS).seeds()).isEqualTo(2);
    }

    private static double[] same(double value) {
        double[] repeats = new double[REPEATS];
        Arrays.fill(repeats, value);
        return repeats;
    }

    private void drawNormal(int faces, int seeds, double shared) {
        Random random = new Random(3);
        for (int seed = 0; seed < seeds; seed++) {
            double[][] repeats = new double[faces][REPEATS];
            for (int face = 0; face < faces; face++) {
                double shift = shared * random.nextGaussian();
                for (int repeat = 0; repeat < REPEATS; repeat++) {
                    repeats[face][repeat] = face + (1 + face % 3) * (shift + random.nextGaussian());
                }
            }
            draw(Way.FULL, seed, repeats);
        }
    }

    /** Five similarities that differ, with the wanted mean. */
    private void draw(Way way, int seed, double[][] faces) {
        for (int face = 0; face < faces.length; face++) {
            for (int repeat = 0; repeat < faces[face].length; repeat++) {
                double mean = faces[face][repeat];
                lines.add(String.format(Locale.ROOT, "%s,%d,%d,%d,%.7f,%.7f,%.7f,%.7f,%.7f",
                        way, seed, face, repeat, mean + 0.2, mean - 0.1, mean, mean - 0.3, mean + 0.2));
            }
        }
    }
}
