package io.facequality.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.FaceGroup;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.group.DefaultThresholds.ReportedThreshold;
import io.facequality.group.ThresholdCalibration.CalibratedThreshold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ThresholdCalibrationTest {

    private static final String EMBEDDED = "1314c2382e1517797dbf9f8739acd7ffa31972f862a7b8f613abd86ae1cfdc9c";

    @Property(tries = 200)
    void givesSmallestThresholdThatKeepsTheRate(
            @ForAll @IntRange(min = 300, max = 2000) int size,
            @ForAll @DoubleRange(min = 0.01, max = 0.9) double rate,
            @ForAll boolean withTies,
            @ForAll long seed) {
        double[] impostor = similarities(size, withTies, seed);
        double[] genuine = similarities(size, withTies, seed + 1);
        CalibratedThreshold found = ThresholdCalibration.ofPairs(genuine, impostor).atFalseMatchRate(rate);
        assertThat(found.falseMatchRate()).isEqualTo(share(impostor, found.similarity()));
        assertThat(found.falseMatchRate()).isLessThanOrEqualTo(rate);
        assertThat(share(impostor, Math.nextDown((float) found.similarity()))).isGreaterThan(rate);
        assertThat(found.falseNonMatchRate()).isEqualTo(1 - share(genuine, found.similarity()), within(1e-12));
        assertThat(found.similarity())
                .isBetween(found.interval().lower(), found.interval().upper());
        assertThat(found.falseMatchRate())
                .isBetween(found.falseMatchRateInterval().lower(), found.falseMatchRateInterval().upper());
        assertThat(found.falseNonMatchRate())
                .isBetween(found.falseNonMatchRateInterval().lower(), found.falseNonMatchRateInterval().upper());
    }

    @Test
    void allowsAsManyPairsAsRateGivesExactly() {
        // In double precision 0.57 * 300 is less than 171, and 171.0 / 300 is 0.57.
        assertThat(ThresholdCalibration.allowed(0.57, 300)).isEqualTo(171);
        assertThat(ThresholdCalibration.allowed(0.01, 399)).isEqualTo(3);
        assertThat(ThresholdCalibration.allowed(0.01, 400)).isEqualTo(4);
    }

    /** Single precision, as they are held. */
    private static double[] similarities(int size, boolean withTies, long seed) {
        Random random = new Random(seed);
        return random.doubles(size, -1, 1)
                .map(value -> withTies ? (float) Math.floor(value * 5) / 5 : (float) value)
                .toArray();
    }

    private static double share(double[] similarities, double threshold) {
        return Arrays.stream(similarities)
                        .filter(value -> (float) value >= threshold)
                        .count()
                / (double) similarities.length;
    }

    @Test
    void givesIntervalThatHoldsTrueQuantileAsOftenAsItSays() {
        Random random = new Random(1);
        double trueQuantile = 0.98;
        int held = 0;
        for (int run = 0; run < 1000; run++) {
            double[] impostor = random.doubles(500, -1, 1).toArray();
            CalibratedThreshold found =
                    ThresholdCalibration.ofPairs(new double[] {1}, impostor).atFalseMatchRate(0.01);
            held += found.interval().lower() <= trueQuantile && trueQuantile <= found.interval().upper() ? 1 : 0;
        }
        assertThat(held).isBetween(930, 1000);
    }

    @Test
    void givesExactBinomialIntervalsOfRates() {
        double[] genuine = new double[10];
        Arrays.fill(genuine, 0, 3, -1);
        Arrays.fill(genuine, 3, 10, 1);
        CalibratedThreshold found =
                ThresholdCalibration.ofPairs(genuine, new double[] {0, 0, 0, 0.1}).atFalseMatchRate(0.8);
        // 3 of 10, from the tables: 0.0667 to 0.6525.
        assertThat(found.falseNonMatchRateInterval().lower()).isCloseTo(0.0667, within(1e-4));
        assertThat(found.falseNonMatchRateInterval().upper()).isCloseTo(0.6525, within(1e-4));
    }

    @Test
    void givesPairsOfPeople() {
        List<FaceGroup> people = people(12, 6);
        CalibratedThreshold all = ThresholdCalibration.ofPeople(people, 1).atFalseMatchRate(0.05);
        assertThat(all.genuinePairs()).isEqualTo(12 * 15);
        assertThat(all.impostorPairs()).isEqualTo(72 * 71 / 2 - 12 * 15);
        assertThat(all.provenance()).contains("12 people", "72 faces", "all pairs");
        CalibratedThreshold sampled =
                ThresholdCalibration.ofPeople(people, 2000, 1).atFalseMatchRate(0.05);
        assertThat(sampled.impostorPairs()).isEqualTo(2000);
        assertThat(sampled.provenance()).contains("seed 1");
        assertThat(sampled).isEqualTo(ThresholdCalibration.ofPeople(people, 2000, 1).atFalseMatchRate(0.05));
        assertThat(all.similarity())
                .isBetween(sampled.interval().lower(), sampled.interval().upper());
    }

    private static List<FaceGroup> people(int count, int faces) {
        List<FaceGroup> people = new ArrayList<>();
        for (int person = 0; person < count; person++) {
            List<FaceRecord> records = new ArrayList<>();
            for (FaceRecord face : Faces.clustered(faces, 8, 1, 0.5, person)) {
                records.add(Faces.face(
                        person + "/" + face.id().source(), face.embedding().toArray()));
            }
            people.add(new FaceGroup("person " + person, records));
        }
        return people;
    }

    @Test
    void refusesTooFewPairs() {
        double[] one = {0.5};
        double[] hundred = new Random(1).doubles(100, 0, 1).toArray();
        assertThatThrownBy(() -> ThresholdCalibration.ofPairs(one, hundred).atFalseMatchRate(0.01))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at least 300 impostor pairs");
        assertThatThrownBy(() -> ThresholdCalibration.ofPairs(new double[0], hundred))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("genuine");
        assertThatThrownBy(() -> ThresholdCalibration.ofPeople(people(1, 5), 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("impostor");
    }

    @Test
    void refusesRateThatEqualFacesOfTwoPeopleMakeImpossible() {
        double[] impostor = new double[100];
        Arrays.fill(impostor, 0, 10, 1);
        ThresholdCalibration calibration = ThresholdCalibration.ofPairs(new double[] {1}, impostor);
        assertThatThrownBy(() -> calibration.atFalseMatchRate(0.05))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("10 of 100");
        assertThat(calibration.atFalseMatchRate(0.1).falseMatchRate()).isEqualTo(0.1);
    }

    @Test
    void refusesWhatIsNoSimilarity() {
        for (double bad : new double[] {Double.NaN, 1.5, -2, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> ThresholdCalibration.ofPairs(new double[] {0.5}, new double[] {0, bad, 0.1}))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("from -1 to 1");
        }
        ThresholdCalibration calibration = ThresholdCalibration.ofPairs(new double[] {0.5}, new double[] {0, 0, 0});
        for (double rate : new double[] {0, 1, -0.1, Double.NaN}) {
            assertThatThrownBy(() -> calibration.atFalseMatchRate(rate)).isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void givesDefaultsOfEmbeddedModelWithProvenance() {
        ModelId model = new ModelId("facequality-mini", "5", EMBEDDED);
        CalibratedThreshold nearDuplicate = DefaultThresholds.nearDuplicate(model);
        ReportedThreshold samePerson = DefaultThresholds.samePerson(model);
        assertThat(nearDuplicate.similarity()).isGreaterThan(samePerson.similarity());
        assertThat(nearDuplicate.similarity())
                .isBetween(nearDuplicate.interval().lower(), nearDuplicate.interval().upper());
        assertThat(nearDuplicate.provenance()).contains("facequality-mini", "trained on", "2026");
        assertThat(samePerson.provenance()).contains("facequality-mini", "nobody of them was in the training", "2026");
        assertThat(samePerson.highestFalseMatchRate()).isGreaterThan(samePerson.falseMatchRate());
        assertThat(DefaultThresholds.qualityTolerance(model)).isBetween(0.0, 0.1);
    }

    @Test
    void refusesModelWithoutCalibration() {
        for (ModelId other : List.of(new ModelId("other", "2", "0".repeat(64)), Faces.MODEL)) {
            assertThatThrownBy(() -> DefaultThresholds.nearDuplicate(other))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("Calibrate");
            assertThatThrownBy(() -> DefaultThresholds.samePerson(other)).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> DefaultThresholds.qualityTolerance(other))
                    .isInstanceOf(InvalidInputException.class);
        }
    }
}
