package io.facequality.onnx.internal.diffusion;

import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore.Similarities;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A face's repeats as a sample: their mean estimates what infinitely many repeats would give.
 *
 * <p>A score is the mean over the repeats of the mean of five cosines, the published order of the two means being of no
 * importance, so it is a plain sample mean. Four of the cosines are random; that of the mirror image is the same in
 * every repeat and adds nothing to the error. What is left unsaid by the error: how good the models are, and how the
 * face was cut out.
 *
 * @param repeats what each repeat gave, at least one; the unit of the sample is a pair of two in a row where noise
 *     comes in antithetic pairs, since the members of a pair depend on each other
 * @param inPairs whether noise comes in pairs; then the number of repeats is even
 */
record RepeatedScore(List<Similarities> repeats, boolean inPairs) {

    RepeatedScore {
        repeats = List.copyOf(repeats);
    }

    Similarities means() {
        return Similarities.mean(repeats);
    }

    /** How many independent units there are. */
    int units() {
        return repeats.size() / unit();
    }

    private int unit() {
        return inPairs ? 2 : 1;
    }

    /** {@code sqrt(sum (v - mean)^2 / (n - 1) / n)} over the n units; unknown for a single one. */
    OptionalDouble standardError() {
        int count = units();
        if (count < 2) {
            return OptionalDouble.empty();
        }
        double[] values = IntStream.range(0, count)
                .mapToDouble(i -> Similarities.mean(repeats.subList(i * unit(), (i + 1) * unit())).mean())
                .toArray();
        double mean = 0;
        for (double value : values) {
            mean += value / count;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return OptionalDouble.of(Math.sqrt(squares / (count - 1) / count));
    }
}
