package io.facequality.benchmarks.experiments;

import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * How often an embedder takes two strangers for one person, over all pairs and among those of one group: at the threshold
 * that a false match rate of 0.1 % over all pairs needs, and at a given one. Every picture is of another person.
 *
 * <p>Arguments: a folder of aligned crops; a table with the column {@code file}, a path below the folder; the column that
 * names groups; the model's file; {@code rgb} or {@code bgr}; then any number of thresholds.
 */
public final class ImpostorGroups {

    private static final double RATE = 1e-3;

    private ImpostorGroups() {}

    /**
     * Measures and prints.
     *
     * @param arguments as above
     * @throws IOException if the table cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        ModelContract contract = ModelContract.ediffiqa()
                .withChannelOrder(ChannelOrder.valueOf(arguments[4].toUpperCase(Locale.ROOT)));
        Strangers strangers;
        try (OnnxEmbedder embedder =
                OnnxEmbedder.open(ModelFile.of(Path.of(arguments[3])), contract, ModelOptions.defaults())) {
            strangers = Strangers.compare(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2], embedder);
        }
        print("FMR 0.1 % over all pairs", strangers.threshold(RATE), strangers);
        for (String threshold : Arrays.asList(arguments).subList(5, arguments.length)) {
            print("given", Double.parseDouble(threshold), strangers);
        }
    }

    private static void print(String how, double threshold, Strangers strangers) {
        System.out.printf(Locale.ROOT, "threshold %.4f (%s)%n", threshold, how);
        line("all", strangers.share(threshold), strangers.all());
        Map<String, Double> shares = strangers.shares(threshold);
        shares.forEach((group, share) -> line(group, share, strangers.groups().get(group)));
        System.out.printf(
                Locale.ROOT, "%-20s %.3f %%%n", "mean of groups",
                100 * shares.values().stream().mapToDouble(Double::doubleValue).average().orElseThrow());
    }

    private static void line(String name, double share, long[] counts) {
        System.out.printf(Locale.ROOT, "%-20s %.3f %% of %,d pairs%n", name, 100 * share, Strangers.pairs(counts));
    }
}
