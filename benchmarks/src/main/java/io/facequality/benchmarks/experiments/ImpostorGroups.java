package io.facequality.benchmarks.experiments;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.ImageSource;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.PictureSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How often an embedder takes two strangers for one person, over all pairs and among those of one group: at the threshold
 * that a false match rate of 0.1 % over all pairs needs, and at a given one. Every picture is of another person.
 *
 * <p>Arguments: a folder of aligned crops; a table with the column {@code file}, a path below the folder; the column that
 * names groups; the model's file; {@code rgb} or {@code bgr}; then any number of thresholds.
 */
public final class ImpostorGroups {

    private static final double RATE = 1e-3;

    /** Cosines are counted in steps of this width from -1 to 1. */
    private static final double STEP = 1e-4;

    private static final int STEPS = (int) Math.round(2 / STEP) + 1;

    private final List<String> groups;
    private final float[][] directions;

    private ImpostorGroups(List<String> groups, float[][] directions) {
        this.groups = groups;
        this.directions = directions;
    }

    /**
     * Measures and prints.
     *
     * @param arguments as above
     * @throws IOException if the table cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Map<String, String> groupOf = groups(Path.of(arguments[1]), arguments[2]);
        ModelContract contract = ModelContract.ediffiqa()
                .withChannelOrder(ChannelOrder.valueOf(arguments[4].toUpperCase(Locale.ROOT)));
        ImpostorGroups strangers;
        try (OnnxEmbedder embedder =
                OnnxEmbedder.open(ModelFile.of(Path.of(arguments[3])), contract, ModelOptions.defaults())) {
            strangers = embed(folder, groupOf, embedder);
        }
        Map<String, long[]> counts = strangers.count();
        print("FMR 0.1 % over all pairs", threshold(counts.get("all"), RATE), counts);
        for (String threshold : Arrays.asList(arguments).subList(5, arguments.length)) {
            print("given", Double.parseDouble(threshold), counts);
        }
    }

    private static Map<String, String> groups(Path table, String column) throws IOException {
        Map<String, String> groups = new HashMap<>();
        try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(table)) {
            records.forEach(row -> groups.put(row.getField("file"), row.getField(column)));
        }
        return groups;
    }

    private static ImpostorGroups embed(Path folder, Map<String, String> groupOf, OnnxEmbedder embedder) {
        List<ImageSource> pictures = PictureSearch.usual().below(folder).pictures();
        List<String> groups = new ArrayList<>();
        List<float[]> directions = new ArrayList<>();
        try (FacePipeline pipeline = FacePipeline.builder().crop(Crop.AS_IS).build()) {
            pipeline.process(pictures, FaceWork.aligned(), picture -> picture.faces()
                    .accept(
                            found -> {
                                AlignedFace face = found.get(0).value();
                                groups.add(groupOf.getOrDefault(picture.source(), "unknown"));
                                directions.add(direction(embedder.embed(face)));
                            },
                            rejection -> System.err.println(rejection.message())));
        }
        return new ImpostorGroups(groups, directions.toArray(float[][]::new));
    }

    private static float[] direction(Embedding embedding) {
        float[] values = embedding.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] /= (float) embedding.norm();
        }
        return values;
    }

    /** How many pairs have each cosine: of all, and of those within each group. */
    private Map<String, long[]> count() {
        Map<String, long[]> counts = new TreeMap<>();
        counts.put("all", new long[STEPS]);
        groups.forEach(group -> counts.putIfAbsent(group, new long[STEPS]));
        IntStream.range(0, directions.length).parallel().forEach(first -> {
            Map<String, long[]> found = new HashMap<>();
            for (int second = 0; second < first; second++) {
                int step = step(directions[first], directions[second]);
                found.computeIfAbsent("all", group -> new long[STEPS])[step]++;
                if (groups.get(first).equals(groups.get(second))) {
                    found.computeIfAbsent(groups.get(first), group -> new long[STEPS])[step]++;
                }
            }
            synchronized (counts) {
                found.forEach((group, more) -> add(more, counts.get(group)));
            }
        });
        return counts;
    }

    private static int step(float[] a, float[] b) {
        float cosine = 0;
        for (int i = 0; i < a.length; i++) {
            cosine += a[i] * b[i];
        }
        return (int) Math.max(0, Math.min(STEPS - 1, Math.floor((cosine + 1) / STEP)));
    }

    private static void add(long[] counts, long[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += counts[i];
        }
    }

    /** The lowest cosine that at most this share of the pairs reaches. */
    private static double threshold(long[] counts, double rate) {
        double allowed = rate * Arrays.stream(counts).sum();
        long above = 0;
        int step = STEPS;
        while (step > 0 && above + counts[step - 1] <= allowed) {
            step--;
            above += counts[step];
        }
        return cosine(step);
    }

    private static double cosine(int step) {
        return step * STEP - 1;
    }

    private static double share(long[] counts, double threshold) {
        long above = 0;
        for (int step = 0; step < STEPS; step++) {
            above += cosine(step) >= threshold - STEP / 2 ? counts[step] : 0;
        }
        return (double) above / Arrays.stream(counts).sum();
    }

    private static void print(String how, double threshold, Map<String, long[]> counts) {
        System.out.printf(Locale.ROOT, "threshold %.4f (%s)%n", threshold, how);
        double sum = 0;
        for (Map.Entry<String, long[]> group : counts.entrySet()) {
            double share = share(group.getValue(), threshold);
            sum += group.getKey().equals("all") ? 0 : share;
            System.out.printf(Locale.ROOT, "%-20s %.3f %% of %,d pairs%n", group.getKey(), 100 * share,
                    Arrays.stream(group.getValue()).sum());
        }
        System.out.printf(Locale.ROOT, "%-20s %.3f %%%n", "mean of groups", 100 * sum / (counts.size() - 1));
    }
}
