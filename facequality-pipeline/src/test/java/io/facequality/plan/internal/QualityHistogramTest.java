package io.facequality.plan.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.FaceId;
import io.facequality.pipeline.internal.SmallLibrary;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityHistogramTest {

    @Test
    void countsKeptAndDroppedFacesInBinsOfTheirQualities() {
        QualityHistogram histogram = of(0, 0.05, 0.1, 1, 1.04);

        assertThat(histogram.from()).isZero();
        assertThat(histogram.step()).isEqualTo(0.05, within(1e-12));
        assertThat(histogram.kept()).startsWith(1, 0, 1).endsWith(1).hasSize(21);
        assertThat(histogram.dropped()).startsWith(0, 1, 0).endsWith(1).hasSize(21);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.9", "-3.7, 12.9", "20, 31000", "0.50001, 0.50002", "-0.3, -0.3", "1e-12, 1e12", "-1e308, 1e308"
    })
    void countsEachFaceOnceInAtMostTwentyFourBins(double lowest, double highest) {
        double[] qualities = IntStream.rangeClosed(0, 100)
                .mapToDouble(i -> lowest * (1 - i / 100.0) + highest * (i / 100.0))
                .toArray();

        QualityHistogram histogram = of(qualities);

        assertThat(histogram.from()).isFinite().isLessThanOrEqualTo(lowest);
        assertThat(histogram.step()).isFinite().isPositive();
        assertThat(histogram.kept()).hasSizeBetween(1, 24).hasSameSizeAs(histogram.dropped());
        assertThat(Arrays.stream(histogram.kept()).sum()).isEqualTo(51);
        assertThat(Arrays.stream(histogram.dropped()).sum()).isEqualTo(50);
    }

    @Test
    void makesEmptyHistogramOfPlanWithoutFaces() {
        assertThat(of().kept()).containsExactly(0);
    }

    /** Of faces that are kept and dropped by turns. */
    private static QualityHistogram of(double... qualities) {
        List<PlannedFace> faces = IntStream.range(0, qualities.length)
                .mapToObj(i -> new PlannedFace(
                        new FaceId("face.jpg", i), "0".repeat(64), qualities[i], Optional.empty(),
                        new PlannedFace.Decision(i % 2 == 0, 0, 0, "because")))
                .toList();
        PlannedGroup group = new PlannedGroup("Ada", faces, SmallLibrary.choice(), Optional.empty());
        return QualityHistogram.of(
                new SelectionPlan(SmallLibrary.provenance(), Path.of("root"), List.of(group), List.of(), List.of()));
    }
}
