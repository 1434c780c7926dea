package io.facequality.benchmarks.experiments;

import com.sun.management.OperatingSystemMXBean;
import io.facequality.Embedding;
import io.facequality.group.internal.search.SimilarityIndex;
import io.facequality.group.internal.search.SimilaritySearch;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * All pairs of random unit vectors from a threshold on: this library's exact search beside OpenBLAS, in turns in one
 * run. OpenBLAS multiplies blocks of 1,000 vectors with all (or, to be fair, with all that follow) and the products are
 * scanned.
 *
 * <p>Arguments: vectors, components, rounds, threads. Beside the time on the wall it prints the processor time of all
 * threads, which a busy machine disturbs less.
 */
public final class AllPairsSpeed {

    private static final int BLOCK = 1000;
    private static final double THRESHOLD = 0.2;
    private static final int ROW_MAJOR = 101;
    private static final int AS_IS = 111;
    private static final int TRANSPOSED = 112;

    private AllPairsSpeed() {}

    public static void main(String[] arguments) {
        int size = Integer.parseInt(arguments[0]);
        int dimension = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        int threads = Integer.parseInt(arguments[3]);
        openblas.blas_set_num_threads(threads);
        float[] values = unitVectors(size, dimension);
        List<Embedding> embeddings = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            embeddings.add(Embedding.copyOf(values, i * dimension, dimension));
        }
        SimilaritySearch search = SimilaritySearch.exact(threads);
        try (FloatPointer vectors = new FloatPointer(values);
                FloatPointer products = new FloatPointer((long) BLOCK * size)) {
            for (int round = 0; round < rounds; round++) {
                report("OpenBLAS, all with all", size, dimension, false,
                        () -> openBlas(vectors, products, size, dimension, false));
                report("OpenBLAS, each pair once", size, dimension, true,
                        () -> openBlas(vectors, products, size, dimension, true));
                SimilarityIndex index = search.index(embeddings);
                report(index.description(), size, dimension, true, () -> exact(index));
            }
        }
    }

    private static long exact(SimilarityIndex index) {
        AtomicLong found = new AtomicLong();
        index.pairs(THRESHOLD, (first, second, similarity) -> found.incrementAndGet());
        return found.get();
    }

    private static long openBlas(
            FloatPointer vectors, FloatPointer products, int size, int dimension, boolean once) {
        float[] scanned = new float[BLOCK * size];
        long found = 0;
        for (int from = 0; from < size; from += BLOCK) {
            int rows = Math.min(BLOCK, size - from);
            int first = once ? from : 0;
            int columns = size - first;
            openblas.cblas_sgemm(
                    ROW_MAJOR, AS_IS, TRANSPOSED, rows, columns, dimension, 1f,
                    vectors.getPointer((long) from * dimension), dimension,
                    vectors.getPointer((long) first * dimension), dimension,
                    0f, products, columns);
            products.get(scanned, 0, rows * columns);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    if (scanned[i * columns + j] >= THRESHOLD && first + j > from + i) {
                        found++;
                    }
                }
            }
        }
        return found;
    }

    private interface Work {
        long run();
    }

    private static void report(String what, int size, int dimension, boolean once, Work work) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long start = System.nanoTime();
        long processorStart = system.getProcessCpuTime();
        long found = work.run();
        double processorSeconds = (system.getProcessCpuTime() - processorStart) / 1e9;
        double seconds = (System.nanoTime() - start) / 1e9;
        double operations = (once ? 1.0 : 2.0) * size * size * dimension;
        System.out.printf(
                Locale.ROOT,
                "%-60s %6.2f s, processor %6.2f s, %6.1f GFLOP in a processor second, %d pairs%n",
                what,
                seconds,
                processorSeconds,
                operations / processorSeconds / 1e9,
                found);
    }

    private static float[] unitVectors(int size, int dimension) {
        Random random = new Random(1);
        float[] values = new float[size * dimension];
        for (int i = 0; i < size; i++) {
            double square = 0;
            for (int d = 0; d < dimension; d++) {
                values[i * dimension + d] = (float) random.nextGaussian();
                square += values[i * dimension + d] * values[i * dimension + d];
            }
            for (int d = 0; d < dimension; d++) {
                values[i * dimension + d] /= (float) Math.sqrt(square);
            }
        }
        return values;
    }
}
