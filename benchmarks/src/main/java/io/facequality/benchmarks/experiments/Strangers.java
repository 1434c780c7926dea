package io.facequality.benchmarks.experiments;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.ImageSource;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How alike strangers are to an embedder: how many pairs have each cosine, over all and within each group. Every picture
 * is of another person.
 *
 * @param pictures how many pictures there are
 * @param all how many pairs have each cosine
 * @param groups the same for the pairs within each group
 */
record Strangers(int pictures, long[] all, Map<String, long[]> groups) {

    /** Cosines are counted in steps of this width from -1 to 1. */
    private static final double STEP = 1e-4;

    private static final int STEPS = (int) Math.round(2 / STEP) + 1;

    /**
     * Embeds strangers and compares each with each.
     *
     * @param folder aligned crops
     * @param table a table with the column {@code file}, a path below the folder
     * @param column the column that names groups
     * @throws IOException if the table cannot be read
     */
    static Strangers compare(Path folder, Path table, String column, Embedder embedder) throws IOException {
        Map<String, String> groupOf = groups(table, column);
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
        return count(groups, directions.toArray(float[][]::new));
    }

    private static Map<String, String> groups(Path table, String column) throws IOException {
        Map<String, String> groups = new HashMap<>();
        try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(table)) {
            records.forEach(row -> groups.put(row.getField("file"), row.getField(column)));
        }
        return groups;
    }

    private static float[] direction(Embedding embedding) {
        float[] values = embedding.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] /= (float) embedding.norm();
        }
        return values;
    }

    private static Strangers count(List<String> groups, float[][] directions) {
        long[] all = new long[STEPS];
        Map<String, long[]> within = new TreeMap<>();
        groups.forEach(group -> within.putIfAbsent(group, new long[STEPS]));
        IntStream.range(0, directions.length).parallel().forEach(first -> {
            long[] pairs = new long[STEPS];
            long[] own = new long[STEPS];
            String group = groups.get(first);
            for (int second = 0; second < first; second++) {
                int step = step(directions[first], directions[second]);
                pairs[step]++;
                if (group.equals(groups.get(second))) {
                    own[step]++;
                }
            }
            synchronized (within) {
                add(pairs, all);
                add(own, within.get(group));
            }
        });
        return new Strangers(directions.length, all, within);
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

    /** The lowest cosine that at most this share of all pairs reaches. */
    double threshold(double rate) {
        double allowed = rate * pairs(all);
        long above = 0;
        int step = STEPS;
        while (step > 0 && above + all[step - 1] <= allowed) {
            step--;
            above += all[step];
        }
        return cosine(step);
    }

    /** The share of all pairs that reach a cosine. */
    double share(double threshold) {
        return share(all, threshold);
    }

    /** The share of the pairs within each group that reach a cosine. */
    Map<String, Double> shares(double threshold) {
        Map<String, Double> shares = new TreeMap<>();
        groups.forEach((group, counts) -> shares.put(group, share(counts, threshold)));
        return shares;
    }

    private static double cosine(int step) {
        return step * STEP - 1;
    }

    private static double share(long[] counts, double threshold) {
        long above = 0;
        for (int step = 0; step < STEPS; step++) {
            above += cosine(step) >= threshold - STEP / 2 ? counts[step] : 0;
        }
        return (double) above / pairs(counts);
    }

    static long pairs(long[] counts) {
        return Arrays.stream(counts).sum();
    }
}
