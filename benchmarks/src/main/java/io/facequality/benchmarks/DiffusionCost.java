package io.facequality.benchmarks;

import io.facequality.benchmarks.DiffusionBenchmark.Way;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What a face costs by each way of scoring, beside the published procedure: {@link DiffusionBenchmark} in rounds, each
 * of which runs every way, so that the ratios hold when the machine's speed drifts. Prints a table with the median of
 * the rounds.
 *
 * <p>Arguments: a folder of aligned crops, the UNet, the embedder (blue first), and perhaps the number of rounds (3).
 */
public final class DiffusionCost {

    /** What one round found. */
    private record Cost(double milliseconds, double denoiserPasses, double embedderPasses) {

        static Cost of(RunResult result) {
            double faces = events(result, "faces");
            return new Cost(
                    result.getPrimaryResult().getScore(),
                    events(result, "unet") / faces,
                    events(result, "embedder") / faces);
        }

        private static double events(RunResult result, String name) {
            return result.getSecondaryResults().get(name).getScore();
        }
    }

    private DiffusionCost() {}

    /**
     * Measures and prints.
     *
     * @param arguments folder, UNet, embedder, rounds
     * @throws RunnerException if a way cannot be run
     */
    public static void main(String[] arguments) throws RunnerException {
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 3;
        Options options = new OptionsBuilder()
                .include(DiffusionBenchmark.class.getName())
                .param("folder", absolute(arguments[0]))
                .param("unet", absolute(arguments[1]))
                .param("embedder", absolute(arguments[2]))
                .shouldFailOnError(true)
                .build();
        Map<Way, List<Cost>> costs = new EnumMap<>(Way.class);
        for (int round = 0; round < rounds; round++) {
            for (RunResult result : new Runner(options).run()) {
                costs.computeIfAbsent(Way.valueOf(result.getParams().getParam("way")), way -> new ArrayList<>())
                        .add(Cost.of(result));
            }
        }
        print(costs);
    }

    private static String absolute(String path) {
        return Path.of(path).toAbsolutePath().toString();
    }

    private static void print(Map<Way, List<Cost>> costs) {
        System.out.println("| way | UNet passes | embedder passes | ms per face | times as fast as published "
                + "| as published, with rewrites and batches |");
        System.out.println("| --- | --- | --- | --- | --- | --- |");
        costs.forEach((way, rounds) -> System.out.printf(Locale.ROOT,
                "| %s | %.1f | %.1f | %.0f | %.2f | %.2f |%n",
                way.words(),
                median(rounds, Cost::denoiserPasses),
                median(rounds, Cost::embedderPasses),
                median(rounds, Cost::milliseconds),
                ratio(costs.get(Way.PUBLISHED), rounds),
                ratio(costs.get(Way.PUBLISHED_REWRITTEN), rounds)));
    }

    private static double median(List<Cost> rounds, ToDoubleFunction<Cost> what) {
        return new Median().evaluate(rounds.stream().mapToDouble(what).toArray());
    }

    /** The median of the ratios, each taken within a round. */
    private static double ratio(List<Cost> base, List<Cost> rounds) {
        return new Median().evaluate(IntStream.range(0, rounds.size())
                .mapToDouble(round -> base.get(round).milliseconds() / rounds.get(round).milliseconds())
                .toArray());
    }
}
