package io.facequality.benchmarks.experiments;

import io.facequality.benchmarks.experiments.NearDuplicateSet.Kind;
import io.facequality.benchmarks.experiments.NearDuplicateSet.Sample;
import io.facequality.group.ThresholdCalibration;
import io.facequality.group.ThresholdCalibration.CalibratedThreshold;
import io.facequality.group.ThresholdCalibration.CalibratedThreshold.Interval;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures the near-duplicate threshold of the embedded model and prints its part of {@code thresholds.properties}:
 * genuine pairs are a picture and its copies that a person would call the same, impostor pairs two pictures of one
 * person.
 *
 * <p>Arguments: a folder of aligned people, a false match rate, the date.
 */
public final class DefaultThresholdCalibration {

    /** In how many of the groups a harmless copy may seem better than the tolerance allows. */
    private static final double WRONG_GROUPS = 0.02;

    private DefaultThresholdCalibration() {}

    public static void main(String[] arguments) throws Exception {
        try (OnnxScoringEmbedder embedder = NearDuplicateSet.openEmbeddedModel(2)) {
            List<Sample> samples = NearDuplicateSet.read(Path.of(arguments[0]), NearDuplicateSet.TO_CALIBRATE, embedder);
            ThresholdCalibration calibration = ThresholdCalibration.ofPairs(genuine(samples), impostor(samples));
            for (double rate : new double[] {1e-2, 3e-3, 1e-3, 3e-4}) {
                CalibratedThreshold threshold = calibration.atFalseMatchRate(rate);
                System.out.printf(
                        Locale.ROOT,
                        "# %.0e: %.4f, FNMR %.4f%n",
                        rate,
                        threshold.similarity(),
                        threshold.falseNonMatchRate());
            }
            print(calibration.atFalseMatchRate(Double.parseDouble(arguments[1])), samples, arguments[2]);
            System.out.println("# The gain in quality that all five of the copies above stay below, in 98 of 100 groups.");
            System.out.printf(Locale.ROOT, "copy.quality-tolerance=%.4f%n", qualityTolerance(samples));
        }
    }

    private static double[] genuine(List<Sample> samples) {
        Map<String, Sample> originals = originals(samples);
        return alike(samples)
                .mapToDouble(copy -> cosine(originals.get(copy.shot()), copy))
                .toArray();
    }

    private static Map<String, Sample> originals(List<Sample> samples) {
        return samples.stream()
                .filter(sample -> sample.kind() == Kind.ORIGINAL)
                .collect(Collectors.toMap(Sample::shot, sample -> sample));
    }

    private static Stream<Sample> alike(List<Sample> samples) {
        return samples.stream()
                .filter(sample -> sample.kind() != Kind.ORIGINAL
                        && sample.kind() != Kind.EXACT
                        && !sample.kind().isDegraded());
    }

    private static double[] impostor(List<Sample> samples) {
        Map<String, List<Sample>> people = samples.stream()
                .filter(sample -> sample.kind() == Kind.ORIGINAL)
                .collect(Collectors.groupingBy(Sample::person));
        List<Double> similarities = new ArrayList<>();
        for (List<Sample> person : people.values()) {
            for (int i = 0; i < person.size(); i++) {
                for (int j = i + 1; j < person.size(); j++) {
                    similarities.add(cosine(person.get(i), person.get(j)));
                }
            }
        }
        return similarities.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * The gain in quality that all five harmless copies of a picture stay below, in most groups. The luckiest of the five
     * counts, not any one of them: it is the one that would be kept.
     */
    private static double qualityTolerance(List<Sample> samples) {
        Map<String, Sample> originals = originals(samples);
        double[] gains = alike(samples)
                .collect(Collectors.groupingBy(
                        Sample::shot, Collectors.mapping(NearDuplicateSet::quality, Collectors.maxBy(Double::compare))))
                .entrySet()
                .stream()
                .mapToDouble(best -> best.getValue().orElseThrow() - NearDuplicateSet.quality(originals.get(best.getKey())))
                .sorted()
                .toArray();
        return gains[(int) ((1 - WRONG_GROUPS) * gains.length)];
    }

    private static double cosine(Sample first, Sample second) {
        return first.face().embedding().cosine(second.face().embedding());
    }

    private static void print(CalibratedThreshold threshold, List<Sample> samples, String date) {
        line("similarity", threshold.similarity());
        line("similarity", threshold.interval());
        line("wanted-false-match-rate", threshold.wantedFalseMatchRate());
        line("false-match-rate", threshold.falseMatchRate());
        line("false-match-rate", threshold.falseMatchRateInterval());
        line("false-non-match-rate", threshold.falseNonMatchRate());
        line("false-non-match-rate", threshold.falseNonMatchRateInterval());
        line("genuine-pairs", threshold.genuinePairs());
        line("impostor-pairs", threshold.impostorPairs());
        System.out.printf(
                Locale.ROOT,
                "near-duplicate.provenance=Measured on %s with %s %s on %,d aligned pictures of %,d people, most of whom are "
                        + "among those that the model was trained on. False matches: all pairs of two pictures of one person, "
                        + "natural near-duplicates among them. Genuine: every fifth picture with its copy encoded again "
                        + "(JPEG 60), resized to 80 pixels, cropped by 5 %%, mirrored, or brightened. Pairs are taken as "
                        + "independent.%n",
                date,
                NearDuplicateSet.model().name(),
                NearDuplicateSet.model().version(),
                originals(samples).size(),
                samples.stream().map(Sample::person).distinct().count());
    }

    private static void line(String name, Interval interval) {
        line(name + ".lower", interval.lower());
        line(name + ".upper", interval.upper());
    }

    private static void line(String name, double value) {
        System.out.printf(Locale.ROOT, "near-duplicate.%s=%.5f%n", name, value);
    }

    private static void line(String name, long value) {
        System.out.println("near-duplicate." + name + "=" + value);
    }
}
