package io.facequality.benchmarks.experiments;

import io.facequality.Embedding;
import io.facequality.ModelId;
import io.facequality.eval.ComparisonPairs;
import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.Evaluation;
import io.facequality.eval.EvaluationFiles;
import io.facequality.eval.EvaluationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * Evaluates two scorers on 100,000 synthetic faces of 20,000 people and a million pairs, intervals, plots and report
 * included, and prints the time and the most memory that the process had.
 *
 * <p>Arguments: a folder for the results, how many samples give the intervals.
 */
public final class MillionPairs {

    private static final int PEOPLE = 20_000;
    private static final int FACES_EACH = 5;
    private static final int DIMENSION = 512;
    private static final ComparisonPairs.Sampling SAMPLING = new ComparisonPairs.Sampling(200_000, 800_000, 1);

    private MillionPairs() {}

    public static void main(String[] arguments) throws IOException {
        EvaluatedFaces faces = faces();
        long start = System.nanoTime();
        ComparisonPairs pairs = ComparisonPairs.ofPeople(faces.personOf(), SAMPLING);
        seconds("pairs drawn", start);
        EvaluationResult result = Evaluation.builder()
                .samples(Integer.parseInt(arguments[1]))
                .build()
                .measure(faces, pairs);
        seconds("measured", start);
        new EvaluationFiles(Path.of(arguments[0])).write(result, faces);
        seconds("written", start);
        result.summary().forEach(System.out::println);
        Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .forEach(System.out::println);
    }

    private static void seconds(String what, long start) {
        System.out.printf(Locale.ROOT, "%s after %.1f s%n", what, (System.nanoTime() - start) / 1e9);
    }

    private static EvaluatedFaces faces() {
        RandomGenerator random = new Well19937c(1);
        int count = PEOPLE * FACES_EACH;
        List<String> names = new ArrayList<>(count);
        List<String> people = new ArrayList<>(count);
        List<Embedding> embeddings = new ArrayList<>(count);
        double[] knowing = new double[count];
        double[] guessing = new double[count];
        float[] center = new float[DIMENSION];
        float[] values = new float[DIMENSION];
        for (int face = 0; face < count; face++) {
            if (face % FACES_EACH == 0) {
                for (int i = 0; i < DIMENSION; i++) {
                    center[i] = (float) random.nextGaussian();
                }
            }
            double noise = 0.3 + 3 * random.nextDouble();
            for (int i = 0; i < DIMENSION; i++) {
                values[i] = (float) (center[i] + noise * random.nextGaussian());
            }
            knowing[face] = -noise - 0.5 * random.nextDouble();
            guessing[face] = random.nextDouble();
            names.add("face-" + face);
            people.add("person-" + face / FACES_EACH);
            embeddings.add(Embedding.copyOf(values));
        }
        return EvaluatedFaces.of(
                names,
                people,
                List.of(
                        EvaluatedFaces.Scores.copyOf("knowing", ModelId.ofCode("knowing", "1"), knowing),
                        EvaluatedFaces.Scores.copyOf("guessing", ModelId.ofCode("guessing", "1"), guessing)),
                List.of(new EvaluatedFaces.Embeddings("points", ModelId.ofCode("points", "1"), embeddings)));
    }
}
