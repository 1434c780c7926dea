package io.facequality.benchmarks.experiments;

import com.sun.management.OperatingSystemMXBean;
import io.facequality.Embedding;
import io.facequality.group.internal.search.CellSimilaritySearch;
import io.facequality.group.internal.search.Cosine;
import io.facequality.group.internal.search.PackedUnitVectors;
import io.facequality.group.internal.search.PackedUnitVectors.Precision;
import io.facequality.group.internal.search.SimilarityIndex;
import io.facequality.group.internal.search.UnitVectors;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Near-duplicates among the {@link SyntheticFaces} through cells: processor time, peak memory, the recall that the
 * sample shows, and the share of the planted pairs that was found.
 *
 * <p>Arguments: the file of the faces, the numbers in a face, how many threads, where the faces are kept
 * ({@code embeddings}, {@code halves} or {@code file}), and the recall that is wanted.
 */
public final class MillionFaces {

    private static final double THRESHOLD = 0.94;

    private MillionFaces() {}

    public static void main(String[] arguments) throws Exception {
        UnitVectors faces = kept(Path.of(arguments[0]), Integer.parseInt(arguments[1]), arguments[3]);
        int threads = Integer.parseInt(arguments[2]);
        Clock whole = new Clock();
        try (SimilarityIndex index =
                new CellSimilaritySearch(threads, Double.parseDouble(arguments[4])).index(faces)) {
            System.out.println(index.description());
            whole.report("centers found");
            System.out.println(index.recall(THRESHOLD).map(Object::toString).orElse("every pair is compared"));
            whole.report("recall measured");
            AtomicLong planted = new AtomicLong();
            AtomicLong found = new AtomicLong();
            index.pairs(THRESHOLD, (first, second, similarity) -> {
                found.incrementAndGet();
                planted.addAndGet(isPlanted(first, second) ? 1 : 0);
            });
            whole.report("in all");
            System.out.printf(
                    Locale.ROOT,
                    "pairs found %d, planted pairs among them %d of %d above the threshold%n",
                    found.get(),
                    planted.get(),
                    plantedPairs(faces));
        }
        System.out.println(peakResident());
    }

    private static UnitVectors kept(Path file, int dimension, String where) throws IOException {
        return switch (where) {
            case "file" -> PackedUnitVectors.map(file, dimension, Precision.FLOAT32);
            case "halves" -> PackedUnitVectors.copyOf(
                    PackedUnitVectors.map(file, dimension, Precision.FLOAT32), Precision.FLOAT16);
            case "embeddings" -> UnitVectors.of(embeddings(file, dimension));
            default -> throw new IllegalArgumentException("expected embeddings, halves or file, found " + where);
        };
    }

    /** Reads them as a stream: what is mapped would count as memory of this process beside them. */
    private static List<Embedding> embeddings(Path file, int dimension) throws IOException {
        List<Embedding> embeddings = new ArrayList<>();
        byte[] bytes = new byte[dimension * Float.BYTES];
        float[] values = new float[dimension];
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
            while (stream.readNBytes(bytes, 0, bytes.length) == bytes.length) {
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
                embeddings.add(Embedding.copyOf(values));
            }
        }
        return embeddings;
    }

    private static boolean isPlanted(int first, int second) {
        return first / SyntheticFaces.COPIES == second / SyntheticFaces.COPIES;
    }

    private static long plantedPairs(UnitVectors faces) {
        long pairs = 0;
        float[] one = new float[faces.dimension()];
        float[] other = new float[faces.dimension()];
        for (int first = 0; first < faces.size(); first++) {
            faces.copy(first, one);
            for (int second = first + 1; second < faces.size() && isPlanted(first, second); second++) {
                faces.copy(second, other);
                pairs += Cosine.of(one, other) >= THRESHOLD ? 1 : 0;
            }
        }
        return pairs;
    }

    /** Time on the wall, and the processor's, which a busy machine disturbs less. */
    private static final class Clock {

        private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        private final long start = System.nanoTime();
        private final long processorStart = system.getProcessCpuTime();

        void report(String what) {
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.1f s, processor %.1f s%n",
                    what,
                    (System.nanoTime() - start) / 1e9,
                    (system.getProcessCpuTime() - processorStart) / 1e9);
        }
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
}
