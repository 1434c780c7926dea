package io.facequality.benchmarks.experiments;

import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures from which cosine on the embedded model's faces are one person's, and prints its part of {@code
 * thresholds.properties}. Impostor pairs are of the most diverse strangers, since a threshold from one kind of people
 * breaks its promise among others; genuine pairs are of several sources.
 *
 * <p>Arguments: a folder of strangers, aligned, one picture each; a table of their groups, and its column, as for {@link
 * ImpostorGroups}; the date; then folders of aligned people whom the model never saw, one folder per person.
 */
public final class SamePersonCalibration {

    private static final double RATE = 1e-3;

    private SamePersonCalibration() {}

    /**
     * Measures and prints.
     *
     * @param arguments as above
     * @throws IOException if the table or the model cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        Strangers strangers;
        try (OnnxScoringEmbedder embedder = NearDuplicateSet.openEmbeddedModel(1)) {
            strangers = Strangers.compare(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2], embedder);
        }
        double threshold = strangers.threshold(RATE);
        Map.Entry<String, Double> worst = Collections.max(
                strangers.shares(threshold).entrySet(), Map.Entry.comparingByValue());
        List<Missed> sources = new ArrayList<>();
        for (String people : Arrays.asList(arguments).subList(4, arguments.length)) {
            sources.add(Missed.at(threshold, Path.of(people)));
        }
        line("similarity", "%.4f", threshold);
        line("false-match-rate", "%.5f", strangers.share(threshold));
        line("highest-false-match-rate", "%.5f", worst.getValue());
        line("false-non-match-rate", "%.4f", sources.stream().mapToDouble(Missed::rate).average().orElseThrow());
        System.out.printf(
                Locale.ROOT,
                "same-person.provenance=Measured on %s with %s. False matches: all pairs of %,d strangers of %d groups; the "
                        + "highest rate is within the group %s; nobody of them was in the training. Genuine pairs that do "
                        + "not match: %s; the rate is the mean.%n",
                arguments[3], NearDuplicateSet.model().name() + " " + NearDuplicateSet.model().version(),
                strangers.pictures(), strangers.groups().size(), worst.getKey(),
                String.join(", ", sources.stream().map(Missed::toText).toList()));
    }

    private static void line(String name, String format, double value) {
        System.out.printf(Locale.ROOT, "same-person.%s=" + format + "%n", name, value);
    }

    /**
     * The genuine pairs of one source that do not reach a cosine.
     *
     * @param source the folder's name
     */
    private record Missed(String source, int people, long pairs, long missed) {

        static Missed at(double threshold, Path folder) {
            List<FaceGroup> people = PeopleSet.crops(folder, Optional.empty()).people();
            long pairs = 0;
            long missed = 0;
            for (FaceGroup person : people) {
                List<FaceRecord> faces = person.faces();
                for (int i = 0; i < faces.size(); i++) {
                    for (int j = i + 1; j < faces.size(); j++) {
                        pairs++;
                        missed += faces.get(i).embedding().cosine(faces.get(j).embedding()) < threshold ? 1 : 0;
                    }
                }
            }
            return new Missed(folder.getFileName().toString(), people.size(), pairs, missed);
        }

        double rate() {
            return (double) missed / pairs;
        }

        String toText() {
            return String.format(
                    Locale.ROOT, "%.1f %% of %,d pairs of %d people (%s)", 100 * rate(), pairs, people, source);
        }
    }
}
