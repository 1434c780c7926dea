package io.facequality.benchmarks.experiments;

import com.sun.management.OperatingSystemMXBean;
import io.facequality.Embedding;
import io.facequality.benchmarks.experiments.NearDuplicateSet.Sample;
import io.facequality.group.internal.search.ApproximateSimilaritySearch;
import io.facequality.group.internal.search.Cosine;
import io.facequality.group.internal.search.SimilarityIndex;
import io.facequality.group.internal.search.SimilaritySearch;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Near-duplicates among a million faces through the approximate index: its time, peak memory, and the recall that it
 * measures on a sample. The faces are made of real embeddings: a shot is the mean of two real faces and noise, and
 * comes four times with slight noise, at a cosine of about 0.97 between two; so the planted pairs are known.
 *
 * <p>Arguments: a folder of aligned people, how many faces, how many threads.
 */
public final class MillionFaces {

    private static final int COPIES = 4;
    private static final double SHOT_NOISE = 0.5;
    private static final double COPY_NOISE = 0.18;
    private static final double THRESHOLD = 0.94;

    private MillionFaces() {}

    public static void main(String[] arguments) throws Exception {
        int size = Integer.parseInt(arguments[1]);
        int threads = Integer.parseInt(arguments[2]);
        Faces faces = new Faces(realEmbeddings(Path.of(arguments[0]), threads), size);
        Clock whole = new Clock();
        SimilaritySearch search =
                ApproximateSimilaritySearch.builder().threads(threads).build();
        try (SimilarityIndex index = search.index(faces)) {
            System.out.println(index.description());
            whole.report("index built and recall measured");
            System.out.println(index.recall().orElseThrow());
            AtomicLong planted = new AtomicLong();
            AtomicLong found = new AtomicLong();
            Clock searching = new Clock();
            index.pairs(THRESHOLD, (first, second, similarity) -> {
                found.incrementAndGet();
                planted.addAndGet(first / COPIES == second / COPIES ? 1 : 0);
            });
            searching.report("all pairs from " + THRESHOLD);
            System.out.printf(
                    Locale.ROOT,
                    "pairs found %d, planted pairs among them %d of %d above the threshold%n",
                    found.get(),
                    planted.get(),
                    faces.plantedPairs());
            whole.report("in all");
        }
        System.out.printf(
                Locale.ROOT,
                "heap at its largest %.2f GiB of at most %.2f, garbage among it; %s%n",
                peakHeap() / (double) (1 << 30),
                Runtime.getRuntime().maxMemory() / (double) (1 << 30),
                peakResident());
    }

    private static float[][] realEmbeddings(Path root, int threads) throws Exception {
        try (OnnxScoringEmbedder embedder = NearDuplicateSet.openEmbeddedModel(threads)) {
            return NearDuplicateSet.read(root, number -> false, embedder).stream()
                    .map(Sample::face)
                    .map(face -> Cosine.unit(face.embedding()))
                    .toArray(float[][]::new);
        }
    }

    /** Time on the wall, and the processor's, which a busy machine disturbs less. */
    private static final class Clock {

        private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        private final long start = System.nanoTime();
        private final long processorStart = system.getProcessCpuTime();

        void report(String what) {
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.0f s, processor %.0f s%n",
                    what,
                    (System.nanoTime() - start) / 1e9,
                    (system.getProcessCpuTime() - processorStart) / 1e9);
        }
    }

    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    /** All memory of the process, where the system tells: Linux does. */
    private static String peakResident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return "resident memory unknown";
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM"))
                    .findFirst()
                    .map(line -> "resident at most " + line.substring(line.indexOf(':') + 1).strip())
                    .orElse("resident memory unknown");
        }
    }

    /** Made anew at each look, so that they cost no memory beside the index's own. */
    public static final class Faces extends AbstractList<Embedding> {

        private final float[][] real;
        private final int size;

        Faces(float[][] real, int size) {
            this.real = real;
            this.size = size;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public Embedding get(int ordinal) {
            int dimension = real[0].length;
            Random shot = new Random(7L * (ordinal / COPIES) + 1);
            float[] one = real[shot.nextInt(real.length)];
            float[] other = real[shot.nextInt(real.length)];
            Random copy = new Random(1_000_003L * ordinal + 5);
            float[] values = new float[dimension];
            for (int d = 0; d < dimension; d++) {
                values[d] = one[d]
                        + other[d]
                        + (float) (SHOT_NOISE * shot.nextGaussian() / Math.sqrt(dimension))
                        + (float) (COPY_NOISE * copy.nextGaussian() / Math.sqrt(dimension));
            }
            return Embedding.copyOf(values);
        }

        long plantedPairs() {
            long pairs = 0;
            for (int first = 0; first < size; first++) {
                for (int second = first + 1; second / COPIES == first / COPIES && second < size; second++) {
                    pairs += Cosine.clamped(Cosine.of(Cosine.unit(get(first)), Cosine.unit(get(second)))) >= THRESHOLD
                            ? 1
                            : 0;
                }
            }
            return pairs;
        }
    }
}
