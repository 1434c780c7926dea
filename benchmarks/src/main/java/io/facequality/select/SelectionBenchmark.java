package io.facequality.select;

import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.Selection;
import io.facequality.internal.Workers;
import io.facequality.select.FaceSelector.SearchMethod;
import io.facequality.select.internal.objective.GramMatrix;
import io.facequality.select.internal.objective.UnitVectors;
import io.facequality.select.internal.search.RevolvingDoor;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From one person's scored faces to a selection of five by the published objective: by each search, one thread, and by
 * plain double loops over the embeddings, as the published code does it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SelectionBenchmark {

    private static final int DIMENSION = 512;
    private static final int KEPT = 5;
    private static final ModelId MODEL = ModelId.ofCode("random", "1");

    /** How many faces the person has. */
    @Param({"20", "30", "50"})
    public int faces;

    private FaceGroup group;

    /** Makes random faces around one point. */
    @Setup
    public void prepare() {
        Random random = new Random(1);
        float[] center = gaussian(random);
        group = new FaceGroup(
                "person", IntStream.range(0, faces).mapToObj(i -> face(i, random, center)).toList());
    }

    private static FaceRecord face(int number, Random random, float[] center) {
        float[] values = gaussian(random);
        for (int i = 0; i < DIMENSION; i++) {
            values[i] += center[i];
        }
        return new FaceRecord(
                new FaceId("face-%03d".formatted(number), 0), "%064x".formatted(number), Optional.empty(),
                new QualityScore(random.nextDouble(), MODEL), Embedding.copyOf(values), MODEL);
    }

    private static float[] gaussian(Random random) {
        float[] values = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Benchmark
    public Object gramMatrix() {
        return GramMatrix.of(
                UnitVectors.of(group.faces().stream().map(FaceRecord::embedding).toList()), new Workers(1));
    }

    @Benchmark
    public Selection exhaustive() {
        return select(SearchMethod.EXHAUSTIVE);
    }

    @Benchmark
    public Selection branchAndBound() {
        return select(SearchMethod.BRANCH_AND_BOUND);
    }

    @Benchmark
    public Selection swap() {
        return select(SearchMethod.SWAP);
    }

    private Selection select(SearchMethod search) {
        return FaceSelector.builder()
                .objective(Objective.central())
                .search(search)
                .build()
                .select(group, Keep.best(KEPT));
    }

    /** Plain double loops over the embeddings: the smallest value of all combinations. */
    @Benchmark
    public double doubleLoops() {
        double[][] units = group.faces().stream().map(SelectionBenchmark::unit).toArray(double[][]::new);
        double[] weights = group.faces().stream().mapToDouble(face -> face.quality().value()).toArray();
        RevolvingDoor door = new RevolvingDoor(faces, KEPT, 0);
        double best = value(units, weights, door.combination());
        for (long rank = 1; rank < RevolvingDoor.count(faces, KEPT); rank++) {
            door.advance();
            best = Math.min(best, value(units, weights, door.combination()));
        }
        return best;
    }

    private static double[] unit(FaceRecord face) {
        double[] unit = new double[DIMENSION];
        Arrays.setAll(unit, d -> face.embedding().get(d) / face.embedding().norm());
        return unit;
    }

    private static double value(double[][] units, double[] weights, int[] kept) {
        double[] mean = new double[DIMENSION];
        for (int face : kept) {
            for (int d = 0; d < DIMENSION; d++) {
                mean[d] += units[face][d] / kept.length;
            }
        }
        double sum = 0;
        double total = 0;
        for (int face = 0; face < units.length; face++) {
            if (Arrays.binarySearch(kept, face) < 0) {
                double square = 0;
                for (int d = 0; d < DIMENSION; d++) {
                    double difference = units[face][d] - mean[d];
                    square += difference * difference;
                }
                sum += weights[face] * Math.sqrt(square);
                total += weights[face];
            }
        }
        return sum / total;
    }
}
