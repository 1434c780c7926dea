package io.facequality.benchmarks;

import io.facequality.benchmarks.DiffusionSample.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/**
 * Makes the tables of scoring by diffusion from the sample that {@link DiffusionSample} drew: whether the stated
 * standard errors hold, and what each way of scoring costs and how it ranks faces.
 *
 * <p>Argument: the sample's file.
 */
public final class DiffusionTables {

    private static final int REPEATS = DiffusionSample.REPEATS;
    private static final int REFERENCE_SEEDS = 20;
    private static final int LEAST_REPEATS = 4;
    private static final double[] CONFIDENCES = {0.5, 0.8, 0.9, 0.95, 0.99};
    private static final double[] TARGETS = {0.0002, 0.0003, 0.0005, 0.001};

    /** For each way, seed and face the score of every repeat. */
    private final Map<Way, SortedMap<Integer, SortedMap<Integer, double[]>>> scores = new EnumMap<>(Way.class);

    private DiffusionTables(List<String> lines) {
        for (String line : lines) {
            String[] fields = line.split(",");
            double sum = 0;
            for (int i = 4; i < fields.length; i++) {
                sum += Double.parseDouble(fields[i]);
            }
            scores.computeIfAbsent(Way.valueOf(fields[0]), way -> new TreeMap<>())
                    .computeIfAbsent(Integer.valueOf(fields[1]), seed -> new TreeMap<>())
                    .computeIfAbsent(Integer.valueOf(fields[2]), face -> filled())
                    [Integer.parseInt(fields[3])] = sum / (fields.length - 4);
        }
        scores.values().forEach(way -> way.values()
                .forEach(seed -> seed.values().removeIf(face -> Arrays.stream(face).anyMatch(Double::isNaN))));
    }

    private static double[] filled() {
        double[] repeats = new double[REPEATS];
        Arrays.fill(repeats, Double.NaN);
        return repeats;
    }

    /**
     * Prints the tables.
     *
     * @param arguments the sample's file
     * @throws IOException if it cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        String text = Files.readString(Path.of(arguments[0]));
        DiffusionTables tables =
                new DiffusionTables(text.substring(0, text.lastIndexOf('\n') + 1).lines().toList());
        tables.printSize();
        tables.printAgainstReference();
        tables.printBetweenSeeds();
        tables.printRanks();
    }

    private SortedMap<Integer, double[]> faces(Way way, int seed) {
        return scores.getOrDefault(way, new TreeMap<>()).getOrDefault(seed, new TreeMap<>());
    }

    private void printSize() {
        scores.forEach((way, seeds) -> System.out.printf("%s: %s%n", way, counts(seeds)));
    }

    private static String counts(SortedMap<Integer, SortedMap<Integer, double[]>> seeds) {
        SortedMap<Integer, Integer> seedsOfFaces = new TreeMap<>();
        seeds.values().forEach(faces -> faces.keySet().forEach(face -> seedsOfFaces.merge(face, 1, Integer::sum)));
        SortedMap<Integer, Integer> facesOfCounts = new TreeMap<>();
        seedsOfFaces.values().forEach(count -> facesOfCounts.merge(count, 1, Integer::sum));
        return facesOfCounts.entrySet().stream()
                .map(entry -> entry.getValue() + " faces with " + entry.getKey() + " seeds of " + REPEATS + " repeats")
                .reduce((a, b) -> a + ", " + b)
                .orElse("nothing");
    }

    /**
     * How often a score of 10 repeats is no farther from the mean of 200 others than its stated error times Student's
     * quantile. The 200 are those of the 20 seeds that follow, of the same face, so they share no noise with it.
     */
    private void printAgainstReference() {
        SortedMap<Integer, SortedMap<Integer, double[]>> seeds = scores.get(Way.FULL);
        double[] within = new double[CONFIDENCES.length];
        double[] expected = new double[CONFIDENCES.length];
        TDistribution student = new TDistribution(REPEATS - 1);
        double widening = Math.sqrt(1 + 1.0 / REFERENCE_SEEDS);
        int count = 0;
        int faces = 0;
        for (int face : faces(Way.FULL, 0).keySet()) {
            List<Integer> have = seeds.keySet().stream().filter(seed -> seeds.get(seed).containsKey(face)).toList();
            faces += have.size() > REFERENCE_SEEDS ? 1 : 0;
            for (int i = 0; i < have.size() && have.size() > REFERENCE_SEEDS; i++) {
                double reference = 0;
                for (int j = 1; j <= REFERENCE_SEEDS; j++) {
                    reference += mean(seeds.get(have.get((i + j) % have.size())).get(face)) / REFERENCE_SEEDS;
                }
                double[] repeats = seeds.get(have.get(i)).get(face);
                double distance = Math.abs(mean(repeats) - reference) / error(repeats, REPEATS);
                for (int c = 0; c < CONFIDENCES.length; c++) {
                    within[c] += distance <= quantile(student, CONFIDENCES[c]) ? 1 : 0;
                }
                count++;
            }
        }
        System.out.printf("%nThe stated error against the score of %d repeats: %d faces, %d scores%n",
                REFERENCE_SEEDS * REPEATS, faces, count);
        System.out.println("nominal  expected, since the reference has an error too  found");
        for (int c = 0; c < CONFIDENCES.length && count > 0; c++) {
            expected[c] = 2 * student.cumulativeProbability(quantile(student, CONFIDENCES[c]) / widening) - 1;
            System.out.printf("%.3f    %.3f    %.3f%n", CONFIDENCES[c], expected[c], within[c] / count);
        }
    }

    /**
     * The same with few seeds: how often two scores of a face are no farther apart than their stated errors together
     * times Student's quantile, with Welch's degrees of freedom.
     */
    private void printBetweenSeeds() {
        SortedMap<Integer, double[]> first = faces(Way.FULL, 0);
        SortedMap<Integer, double[]> second = faces(Way.FULL, 1);
        List<Integer> both = first.keySet().stream().filter(second::containsKey).toList();
        double[] within = new double[CONFIDENCES.length];
        for (int face : both) {
            double one = error(first.get(face), REPEATS);
            double two = error(second.get(face), REPEATS);
            double together = Math.sqrt(one * one + two * two);
            double freedom = (REPEATS - 1) * Math.pow(together, 4) / (Math.pow(one, 4) + Math.pow(two, 4));
            TDistribution student = new TDistribution(freedom);
            double distance = Math.abs(mean(first.get(face)) - mean(second.get(face))) / together;
            for (int c = 0; c < CONFIDENCES.length; c++) {
                within[c] += distance <= quantile(student, CONFIDENCES[c]) ? 1 : 0;
            }
        }
        System.out.printf("%nThe difference between two seeds of %d faces against their stated errors%n", both.size());
        System.out.println("nominal  found");
        for (int c = 0; c < CONFIDENCES.length && !both.isEmpty(); c++) {
            System.out.printf("%.3f    %.3f%n", CONFIDENCES[c], within[c] / both.size());
        }
    }

    /**
     * What each way costs, and how it ranks faces beside 10 repeats of the published way with another seed. The first
     * line is what another seed alone does to the ranks: nothing can agree much better.
     */
    private void printRanks() {
        SortedMap<Integer, double[]> other = faces(Way.FULL, 1);
        System.out.printf("%nRanks beside the full score of another seed%n");
        System.out.println(
                "way  faces  repeats  UNet passes  embedder passes  Spearman  Spearman with the same seed's");
        rank(Way.FULL, other, 0, REPEATS);
        for (int repeats : new int[] {1, 2, 3, 4, 6}) {
            rank(Way.FULL, other, 0, repeats);
        }
        for (double target : TARGETS) {
            rank(Way.FULL, other, target, REPEATS);
        }
        for (Way way : Way.values()) {
            if (way != Way.FULL) {
                for (int repeats : new int[] {2, 4, REPEATS}) {
                    rank(way, other, 0, repeats);
                }
            }
        }
    }

    private void rank(Way way, SortedMap<Integer, double[]> other, double target, int most) {
        SortedMap<Integer, double[]> these = faces(way, 0);
        SortedMap<Integer, double[]> full = faces(Way.FULL, 0);
        List<Integer> common = these.keySet().stream()
                .filter(face -> other.containsKey(face) && full.containsKey(face))
                .toList();
        if (common.size() < 3) {
            return;
        }
        int[] used = common.stream()
                .mapToInt(face -> target > 0 ? stop(these.get(face), target, most) : most)
                .toArray();
        double[] values = IntStream.range(0, used.length)
                .mapToDouble(i -> mean(Arrays.copyOf(these.get(common.get(i)), used[i])))
                .toArray();
        double[] others = common.stream().mapToDouble(face -> mean(other.get(face))).toArray();
        double[] same = common.stream().mapToDouble(face -> mean(full.get(face))).toArray();
        double repeats = Arrays.stream(used).average().orElseThrow();
        SpearmansCorrelation ranks = new SpearmansCorrelation();
        System.out.printf("%s%s  %d  %.2f  %.1f  %.1f  %.4f  %.4f%n",
                way, target > 0 ? " to an error of " + target : "", used.length, repeats,
                2 * way.steps * repeats, 2 + 4 * repeats,
                ranks.correlation(values, others), ranks.correlation(values, same));
    }

    /** The repeats at which a face stops. */
    private static int stop(double[] repeats, double target, int most) {
        int used = LEAST_REPEATS;
        while (used < most && error(repeats, used) > target) {
            used++;
        }
        return used;
    }

    private static double mean(double[] values) {
        return new Mean().evaluate(values);
    }

    private static double error(double[] values, int count) {
        return new StandardDeviation().evaluate(values, 0, count) / Math.sqrt(count);
    }

    private static double quantile(TDistribution student, double confidence) {
        return student.inverseCumulativeProbability((1 + confidence) / 2);
    }
}
