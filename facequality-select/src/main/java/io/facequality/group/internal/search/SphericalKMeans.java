package io.facequality.group.internal.search;

import io.facequality.internal.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Finds centers of cells by spherical k-means (Dhillon, Modha, 2001) on a sample. A cell that holds much more of the
 * sample than the others is divided once more, so that no cell costs most of the work. The same vectors give the same
 * centers, for any number of threads.
 */
public final class SphericalKMeans {

    private static final int ITERATIONS = 5;
    private static final int SAMPLED_FOR_A_CELL = 32;
    static final long SEED = 20_251_130;

    /** How many times as large as the mean a cell may be. */
    private static final int LARGEST = 4;

    private final UnitVectors sample;
    private final Workers workers;

    private SphericalKMeans(UnitVectors sample, Workers workers) {
        this.sample = sample;
        this.workers = workers;
    }

    /**
     * Finds centers.
     *
     * @param vectors at least one
     * @param count how many centers are wanted, at least 1; some more come where cells were divided
     * @param workers the threads
     */
    public static CellCenters centers(UnitVectors vectors, int count, Workers workers) {
        return ofSample(held(vectors, Samples.of(vectors.size(), sample(count), SEED)), count, workers);
    }

    /** Finds centers, with a sample that is taken already. */
    public static CellCenters ofSample(UnitVectors sample, int count, Workers workers) {
        SphericalKMeans means = new SphericalKMeans(sample, workers);
        int[] all = IntStream.range(0, sample.size()).toArray();
        float[][] centers = means.centers(all, Math.min(count, all.length));
        return new CellCenters(means.divided(centers, all));
    }

    /** How many cells so many vectors want: assigning n costs n k products, comparing within cells about n² / k. */
    public static int cells(long size) {
        return (int) Math.max(1, Math.ceil(Math.sqrt(size)));
    }

    /** How many vectors so many cells are found on. */
    public static long sample(int cells) {
        return (long) cells * SAMPLED_FOR_A_CELL;
    }

    /** A copy, since every iteration reads the sample. */
    private static UnitVectors held(UnitVectors vectors, int[] ordinals) {
        float[][] units = new float[ordinals.length][vectors.dimension()];
        for (int place = 0; place < ordinals.length; place++) {
            vectors.copy(ordinals[place], units[place]);
        }
        return new HeldUnitVectors(units);
    }

    private float[][] centers(int[] members, int count) {
        float[][] centers = seeds(members, count);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            centers = means(members, byCell(members, centers), centers);
        }
        return centers;
    }

    private float[][] seeds(int[] members, int count) {
        int[] shuffled = members.clone();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int place = 0; place < count; place++) {
            int other = random.nextInt(place, shuffled.length);
            int chosen = shuffled[other];
            shuffled[other] = shuffled[place];
            shuffled[place] = chosen;
        }
        float[][] seeds = new float[count][sample.dimension()];
        for (int cell = 0; cell < count; cell++) {
            sample.copy(shuffled[cell], seeds[cell]);
        }
        return seeds;
    }

    private List<int[]> byCell(int[] members, float[][] centers) {
        UnitVectors vectors = new ChosenVectors(sample, members);
        return Cells.of(vectors, new CellCenters(centers), MarginRule.NEAREST, workers).memberLists();
    }

    /** The directions of the sums; a cell without a member, or whose members cancel out, keeps its center. */
    private float[][] means(int[] members, List<int[]> places, float[][] centers) {
        return workers.run(centers.length, cell -> mean(members, places.get(cell), centers[cell]))
                .toArray(float[][]::new);
    }

    private float[] mean(int[] members, int[] places, float[] center) {
        double[] sum = new double[center.length];
        float[] unit = new float[center.length];
        for (int place : places) {
            sample.copy(members[place], unit);
            for (int d = 0; d < sum.length; d++) {
                sum[d] += unit[d];
            }
        }
        double norm = Math.sqrt(Arrays.stream(sum).map(value -> value * value).sum());
        if (!(norm > 0)) {
            return center;
        }
        float[] mean = new float[sum.length];
        for (int d = 0; d < sum.length; d++) {
            mean[d] = (float) (sum[d] / norm);
        }
        return mean;
    }

    private float[][] divided(float[][] centers, int[] all) {
        List<int[]> cells = byCell(all, centers);
        int mean = Math.max(1, all.length / centers.length);
        List<float[]> divided = new ArrayList<>();
        for (int cell = 0; cell < centers.length; cell++) {
            int[] members = cells.get(cell);
            if (members.length > LARGEST * mean) {
                divided.addAll(Arrays.asList(centers(members, members.length / mean)));
            } else {
                divided.add(centers[cell]);
            }
        }
        return divided.toArray(float[][]::new);
    }
}
