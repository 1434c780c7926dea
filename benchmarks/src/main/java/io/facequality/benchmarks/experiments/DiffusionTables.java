package io.facequality.benchmarks.experiments;

import io.facequality.benchmarks.experiments.DiffusionSample.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.descriptive.moment.Variance;

/**
 * Makes the tables of scoring by diffusion from the sample that {@link DiffusionSample} drew, as Markdown: whether the
 * stated standard errors hold, and what each way of scoring costs and how it ranks faces.
 *
 * <p>Argument: the sample's file, which need not be complete.
 */
public final class DiffusionTables {

    private static final int REPEATS = DiffusionSample.REPEATS;
    private static final int LEAST_REPEATS = 4;
    private static final int REFERENCE_REPEATS = 150;
    private static final double[] CONFIDENCES = {0.5, 0.683, 0.8, 0.9, 0.95, 0.99};
    private static final double[] TARGETS = {0.0002, 0.0003, 0.0005, 0.001};
    private static final int[] FEWER_REPEATS = {6, 4, 3, 2, 1};
    private static final int[] EVEN_REPEATS = {REPEATS, 4, 2};
    private static final int USUAL_CONFIDENCE = 4;

    /** For so many repeats the half-widths of the intervals, in standard errors. */
    private static final double[][] WIDTHS = new double[REPEATS + 1][CONFIDENCES.length];

    static {
        for (int repeats = LEAST_REPEATS; repeats <= REPEATS; repeats++) {
            for (int c = 0; c < CONFIDENCES.length; c++) {
                WIDTHS[repeats][c] = quantile(new TDistribution(repeats - 1), CONFIDENCES[c]);
            }
        }
    }

    /** For each way, seed and face the score of every repeat. */
    private final Map<Way, SortedMap<Integer, SortedMap<Integer, double[]>>> scores = new EnumMap<>(Way.class);

    /**
     * Takes a sample.
     *
     * @param lines whole lines as the sample's file has them
     */
    DiffusionTables(List<String> lines) {
        for (String line : lines) {
            String[] fields = line.split(",");
            double sum = 0;
            for (int i = 4; i < fields.length; i++) {
                sum += Double.parseDouble(fields[i]);
            }
            scores.computeIfAbsent(Way.valueOf(fields[0]), way -> new TreeMap<>())
                    .computeIfAbsent(Integer.valueOf(fields[1]), seed -> new TreeMap<>())
                    .merge(
                            Integer.valueOf(fields[2]),
                            new double[] {sum / (fields.length - 4)},
                            DiffusionTables::joined);
        }
    }

    private static double[] joined(double[] first, double[] second) {
        return DoubleStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
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
        tables.printCoverage(LEAST_REPEATS);
        tables.printCoverage(REPEATS);
        tables.printBetweenSeeds();
        tables.printRanks();
        tables.printPairs();
    }

    /** The faces that have all repeats of a seed. */
    private SortedMap<Integer, double[]> faces(Way way, int seed) {
        SortedMap<Integer, double[]> faces =
                new TreeMap<>(scores.getOrDefault(way, new TreeMap<>()).getOrDefault(seed, new TreeMap<>()));
        faces.values().removeIf(repeats -> repeats.length < REPEATS);
        return faces;
    }

    private void printSize() {
        header("way", "faces", "seeds", "repeats");
        scores.forEach((way, seeds) -> row(
                way,
                seeds.values().stream().flatMap(faces -> faces.keySet().stream()).distinct().count(),
                seeds.size(),
                seeds.values().stream().flatMap(faces -> faces.values().stream()).mapToInt(it -> it.length).sum()));
    }

    /**
     * How often scores are as near to a reference as their stated errors say.
     *
     * @param nominal how often they should be, were the reference without error
     * @param expected how often they should be beside this reference
     * @param found how often they are
     * @param uncertainty the standard error of what was found, with the face as the unit; NaN for a single face
     */
    record Coverage(double nominal, double expected, double found, double uncertainty) {}

    /** A score, its stated error, and the mean of so many other repeats of the same face. */
    private record Statement(double score, double error, int repeats, double reference, int others) {

        boolean holds(int confidence) {
            return Math.abs(score - reference) <= error * WIDTHS[repeats][confidence];
        }

        /** How likely it is to hold if the error is right, beside a reference that has an error too. */
        double expected(int confidence) {
            double widening = Math.sqrt(1 + (double) repeats / others);
            return 2 * new TDistribution(repeats - 1).cumulativeProbability(WIDTHS[repeats][confidence] / widening) - 1;
        }
    }

    /** For every face that has enough repeats, whatever their seeds, a statement for each so many in their order. */
    private List<List<Statement>> statements(int most, double target) {
        List<List<Statement>> all = new ArrayList<>();
        for (int face : faces(Way.FULL, 0).keySet()) {
            double[] repeats = scores.get(Way.FULL).values().stream()
                    .filter(seed -> seed.containsKey(face))
                    .flatMapToDouble(seed -> Arrays.stream(seed.get(face)))
                    .toArray();
            if (repeats.length - most >= REFERENCE_REPEATS) {
                all.add(IntStream.range(0, repeats.length / most)
                        .mapToObj(number -> statement(repeats, number * most, most, target))
                        .toList());
            }
        }
        return all;
    }

    private static Statement statement(double[] all, int start, int most, double target) {
        double[] own = Arrays.copyOfRange(all, start, start + most);
        double[] used = Arrays.copyOf(own, used(Way.FULL, own, target));
        int others = all.length - most;
        double reference = (Arrays.stream(all).sum() - Arrays.stream(own).sum()) / others;
        return new Statement(mean(used), error(used, used.length), used.length, reference, others);
    }

    /**
     * How often a score lies within its stated error times Student's quantile of the mean of its face's other repeats.
     *
     * @param most how many repeats a score has, at most
     * @param target the error at which repeats stop; 0 if they do not
     * @return a line for each confidence; none if no face has enough repeats
     */
    List<Coverage> coverage(int most, double target) {
        List<List<Statement>> faces = statements(most, target);
        return faces.isEmpty()
                ? List.of()
                : IntStream.range(0, CONFIDENCES.length).mapToObj(confidence -> coverage(faces, confidence)).toList();
    }

    private static Coverage coverage(List<List<Statement>> faces, int confidence) {
        double[] shares = faces.stream()
                .mapToDouble(face -> mean(face, statement -> statement.holds(confidence) ? 1 : 0))
                .toArray();
        double[] expected = faces.stream()
                .mapToDouble(face -> mean(face, statement -> statement.expected(confidence)))
                .toArray();
        double uncertainty = shares.length < 2 ? Double.NaN : error(shares, shares.length);
        return new Coverage(CONFIDENCES[confidence], mean(expected), mean(shares), uncertainty);
    }

    private static double mean(List<Statement> statements, ToDoubleFunction<Statement> one) {
        return statements.stream().mapToDouble(one).average().orElseThrow();
    }

    /**
     * The stated errors beside the spread that the scores really have over their seeds.
     *
     * @param repeats how many repeats a score has
     * @return the root of the mean stated variance over the root of the mean variance of the scores; 1 is right
     */
    double statedOverActual(int repeats) {
        double stated = 0;
        double actual = 0;
        for (List<Statement> face : statements(repeats, 0)) {
            stated += mean(face, statement -> statement.error() * statement.error());
            actual += new Variance().evaluate(face.stream().mapToDouble(Statement::score).toArray());
        }
        return Math.sqrt(stated / actual);
    }

    private void printCoverage(int repeats) {
        List<List<Statement>> faces = statements(repeats, 0);
        System.out.printf(Locale.ROOT,
                "%nHow often a score of %d repeats is as near to the mean of its face's other repeats, of about 200, as "
                        + "its stated error says: %d faces, %d scores. The stated errors are %.3f times the spread of "
                        + "the scores.%n%n",
                repeats, faces.size(), faces.stream().mapToInt(List::size).sum(), statedOverActual(repeats));
        header("nominal", "expected, since the others have an error too", "found", "plus or minus");
        coverage(repeats, 0).forEach(it -> row(
                percent(it.nominal()), percent(it.expected()), percent(it.found()), percent(it.uncertainty())));
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
        System.out.printf("%nHow often two scores of a face are as near to each other as their stated errors say: "
                + "%d faces%n%n", both.size());
        header("nominal", "found");
        for (int c = 0; c < CONFIDENCES.length && !both.isEmpty(); c++) {
            row(percent(CONFIDENCES[c]), percent(within[c] / both.size()));
        }
    }

    /**
     * What a way costs and how it ranks faces; means over the seeds that all of its faces have.
     *
     * @param faces how many faces are ranked
     * @param seeds how many seeds there are
     * @param repeats how many repeats a face gets
     * @param denoiserPasses how many passes of the denoiser that takes
     * @param embedderPasses how many passes of the embedder
     * @param withAnother Spearman's correlation with the full score of another seed
     * @param withSame Spearman's correlation with the full score of the same seed
     */
    record Ranking(
            int faces,
            int seeds,
            double repeats,
            double denoiserPasses,
            double embedderPasses,
            double withAnother,
            double withSame) {}

    /** The first line is what another seed alone does to the ranks: nothing can agree much better. */
    private void printRanks() {
        System.out.printf("%nWhat each way costs, and how it ranks faces%n%n");
        header("way", "faces", "seeds", "UNet passes", "embedder passes",
                "Spearman with another seed's full score", "with the same seed's", "95 % intervals hold");
        printRank(Way.FULL, REPEATS + " repeats", 0, REPEATS);
        for (int repeats : FEWER_REPEATS) {
            printRank(Way.FULL, repeats + (repeats == 1 ? " repeat" : " repeats"), 0, repeats);
        }
        for (double target : TARGETS) {
            printRank(Way.FULL, String.format(Locale.ROOT, "to an error of %.4f", target), target, REPEATS);
        }
        for (Way way : Way.values()) {
            for (int repeats : way == Way.FULL ? new int[0] : EVEN_REPEATS) {
                printRank(way, repeats + " repeats" + (way.antithetic ? " in pairs" : " of " + steps(way)), 0, repeats);
            }
            for (double target : way.antithetic ? TARGETS : new double[0]) {
                printRank(way, String.format(Locale.ROOT, "in pairs to an error of %.4f", target), target, REPEATS);
            }
        }
    }

    private static String steps(Way way) {
        return way.steps + (way.steps == 1 ? " step" : " steps");
    }

    private void printRank(Way way, String name, double target, int repeats) {
        Ranking ranking = ranking(way, target, repeats);
        if (ranking.seeds() == 0) {
            return;
        }
        boolean hasStatement = way == Way.FULL && repeats == REPEATS;
        row(target > 0 ? String.format(Locale.ROOT, "%s (%.1f repeats)", name, ranking.repeats()) : name,
                ranking.faces(),
                ranking.seeds(),
                String.format(Locale.ROOT, "%.1f", ranking.denoiserPasses()),
                String.format(Locale.ROOT, "%.1f", ranking.embedderPasses()),
                String.format(Locale.ROOT, "%.4f", ranking.withAnother()),
                String.format(Locale.ROOT, "%.4f", ranking.withSame()),
                hasStatement
                        ? coverage(REPEATS, target).stream()
                                .skip(USUAL_CONFIDENCE)
                                .findFirst()
                                .map(it -> percent(it.found()))
                                .orElse("")
                        : "");
    }

    /**
     * Ranks the faces that a way has, beside the full score of the same seed and of the one that follows.
     *
     * @param target the error at which repeats stop; 0 if they do not
     * @param most how many repeats there are at most
     * @return the ranking; of no seeds if there are too few faces
     */
    Ranking ranking(Way way, double target, int most) {
        List<Integer> common = faces(way, 0).keySet().stream()
                .filter(face -> faces(Way.FULL, 0).containsKey(face) && faces(Way.FULL, 1).containsKey(face))
                .toList();
        List<Integer> fullSeeds = seedsWith(Way.FULL, common);
        List<Ranking> rankings = common.size() < 3
                ? List.of()
                : seedsWith(way, common).stream()
                        .filter(fullSeeds::contains)
                        .map(seed -> ranking(way, target, most, common, seed, next(fullSeeds, seed)))
                        .toList();
        return new Ranking(
                common.size(),
                rankings.size(),
                rankings.stream().mapToDouble(Ranking::repeats).average().orElse(Double.NaN),
                rankings.stream().mapToDouble(Ranking::denoiserPasses).average().orElse(Double.NaN),
                rankings.stream().mapToDouble(Ranking::embedderPasses).average().orElse(Double.NaN),
                rankings.stream().mapToDouble(Ranking::withAnother).average().orElse(Double.NaN),
                rankings.stream().mapToDouble(Ranking::withSame).average().orElse(Double.NaN));
    }

    private List<Integer> seedsWith(Way way, List<Integer> faces) {
        return scores.getOrDefault(way, new TreeMap<>()).keySet().stream()
                .filter(seed -> faces(way, seed).keySet().containsAll(faces))
                .toList();
    }

    private static int next(List<Integer> seeds, int seed) {
        return seeds.get((seeds.indexOf(seed) + 1) % seeds.size());
    }

    private Ranking ranking(Way way, double target, int most, List<Integer> common, int seed, int another) {
        int[] used = common.stream()
                .mapToInt(face -> Math.min(most, used(way, faces(way, seed).get(face), target)))
                .toArray();
        double[] values = IntStream.range(0, used.length)
                .mapToDouble(i -> mean(Arrays.copyOf(faces(way, seed).get(common.get(i)), used[i])))
                .toArray();
        double[] others = common.stream().mapToDouble(face -> mean(faces(Way.FULL, another).get(face))).toArray();
        double[] same = common.stream().mapToDouble(face -> mean(faces(Way.FULL, seed).get(face))).toArray();
        double repeats = Arrays.stream(used).average().orElseThrow();
        SpearmansCorrelation ranks = new SpearmansCorrelation();
        return new Ranking(
                used.length, 1, repeats, 2 * way.steps * repeats, 2 + 4 * repeats,
                ranks.correlation(values, others), ranks.correlation(values, same));
    }

    private void printPairs() {
        System.out.printf(Locale.ROOT,
                "%nThe mean of a pair of opposite signs has %.2f times the variance of the mean of two independent "
                        + "repeats.%n",
                varianceOfPairs());
    }

    /**
     * What pairs gain.
     *
     * @return the mean variance of the mean of a pair of opposite signs over that of two independent repeats, of the
     *     faces that have both; NaN if there are none
     */
    double varianceOfPairs() {
        SortedMap<Integer, double[]> independent = faces(Way.FULL, 0);
        double ofPairs = 0;
        double ofTwo = 0;
        for (Map.Entry<Integer, double[]> face : faces(Way.PAIRS, 0).entrySet()) {
            if (independent.containsKey(face.getKey())) {
                ofPairs += new Variance().evaluate(units(Way.PAIRS, face.getValue()));
                ofTwo += new Variance().evaluate(independent.get(face.getKey())) / 2;
            }
        }
        return ofPairs / ofTwo;
    }

    /** How many repeats a face gets; all, if there is no target. */
    private static int used(Way way, double[] repeats, double target) {
        double[] units = units(way, repeats);
        int repeatsOfAUnit = repeats.length / units.length;
        OptionalInt first = IntStream.range(LEAST_REPEATS / repeatsOfAUnit, units.length)
                .filter(count -> target > 0 && error(units, count) <= target)
                .findFirst();
        return repeatsOfAUnit * first.orElse(units.length);
    }

    /** What is independent of each other: the repeats, or the means of pairs. */
    private static double[] units(Way way, double[] repeats) {
        return way.antithetic
                ? IntStream.range(0, repeats.length / 2)
                        .mapToDouble(pair -> (repeats[2 * pair] + repeats[2 * pair + 1]) / 2)
                        .toArray()
                : repeats;
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

    private static String percent(double share) {
        return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static void header(Object... names) {
        row(names);
        row(Arrays.stream(names).map(name -> "---").toArray());
    }

    private static void row(Object... cells) {
        System.out.println(
                Arrays.stream(cells).map(Object::toString).collect(Collectors.joining(" | ", "| ", " |")));
    }
}
