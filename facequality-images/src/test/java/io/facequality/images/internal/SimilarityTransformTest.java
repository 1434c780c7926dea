package io.facequality.images.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.images.SimilarityAligner;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimilarityTransformTest {

    private static final List<Point> TEMPLATE = SimilarityAligner.template();

    private static void assertClose(SimilarityTransform found, SimilarityTransform expected, double tolerance) {
        assertThat(found.cosine()).isCloseTo(expected.cosine(), within(tolerance));
        assertThat(found.sine()).isCloseTo(expected.sine(), within(tolerance));
        assertThat(found.shiftX()).isCloseTo(expected.shiftX(), within(tolerance * 1000));
        assertThat(found.shiftY()).isCloseTo(expected.shiftY(), within(tolerance * 1000));
    }

    @Test
    void findsKnownTransformAgain() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            double angle = random.nextDouble() * 2 * Math.PI;
            double scale = Math.exp(random.nextGaussian());
            SimilarityTransform known = new SimilarityTransform(
                    scale * Math.cos(angle),
                    scale * Math.sin(angle),
                    random.nextGaussian() * 100,
                    random.nextGaussian() * 100);
            List<Point> moved = TEMPLATE.stream().map(known::apply).toList();
            assertClose(SimilarityTransform.between(TEMPLATE, moved).orElseThrow(), known, 1e-10);
            assertClose(SimilarityTransform.between(moved, TEMPLATE).orElseThrow(), known.inverse(), 1e-9);
        }
    }

    @Test
    void fitsNoisyPointsBetterThanAnyNearbyTransform() {
        Random random = new Random(7);
        List<Point> noisy = TEMPLATE.stream()
                .map(point -> new Point(
                        point.x() * 3 + random.nextGaussian() * 5, point.y() * 3 + random.nextGaussian() * 5))
                .toList();
        SimilarityTransform best = SimilarityTransform.between(noisy, TEMPLATE).orElseThrow();
        double least = squaredDistance(best, noisy);
        for (int i = 0; i < 1_000; i++) {
            SimilarityTransform other = new SimilarityTransform(
                    best.cosine() + random.nextGaussian() * 1e-3,
                    best.sine() + random.nextGaussian() * 1e-3,
                    best.shiftX() + random.nextGaussian() * 0.1,
                    best.shiftY() + random.nextGaussian() * 0.1);
            assertThat(squaredDistance(other, noisy)).isGreaterThanOrEqualTo(least);
        }
    }

    private static double squaredDistance(SimilarityTransform transform, List<Point> points) {
        double sum = 0;
        for (int i = 0; i < points.size(); i++) {
            sum += Math.pow(transform.apply(points.get(i)).distanceTo(TEMPLATE.get(i)), 2);
        }
        return sum;
    }

    @Test
    void undoesTransformByItsInverse() {
        SimilarityTransform transform = new SimilarityTransform(0.3, -1.2, 40, -7);
        Point there = transform.apply(new Point(12, 34));
        assertThat(transform.inverse().apply(there).distanceTo(new Point(12, 34))).isLessThan(1e-10);
        assertThat(transform.scale() * transform.inverse().scale()).isCloseTo(1, within(1e-12));
    }

    @Test
    void findsNoTransformForPointsInOnePlace() {
        List<Point> onePlace = Collections.nCopies(5, new Point(10, 10));
        assertThat(SimilarityTransform.between(onePlace, TEMPLATE)).isEmpty();
        assertThat(SimilarityTransform.between(TEMPLATE, onePlace)).isEmpty();
    }

    @Test
    void refusesListsThatDoNotBelongTogether() {
        assertThatThrownBy(() -> SimilarityTransform.between(TEMPLATE, TEMPLATE.subList(0, 4)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("5 and 4");
    }
}
