package io.facequality.benchmarks.experiments;

import com.sun.management.OperatingSystemMXBean;
import io.facequality.Embedding;
import io.facequality.group.internal.search.CellSimilaritySearch;
import io.facequality.group.internal.search.Cosine;
import io.facequality.group.internal.search.PackedUnitVectors;
import io.facequality.group.internal.search.PackedUnitVectors.Precision;
import io.facequality.group.internal.search.SimilarityIndex;
import io.facequality.group.internal.search.UnitVectors;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
        UnitVectors inFile =
                PackedUnitVectors.map(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Precision.FLOAT32);
        UnitVectors faces = kept(inFile, arguments[3]);
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

    private static UnitVectors kept(UnitVectors inFile, String where) {
        return switch (where) {
            case "file" -> inFile;
            case "halves" -> PackedUnitVectors.copyOf(inFile, Precision.FLOAT16);
            case "embeddings" -> UnitVectors.of(embeddings(inFile));
            default -> throw new IllegalArgumentException("expected embeddings, halves or file, found " + where);
        };
    }

    private static List<Embedding> embeddings(UnitVectors inFile) {
        List<Embedding> embeddings = new ArrayList<>(inFile.size());
        float[] unit = new float[inFile.dimension()];
        for (int ordinal = 0; ordinal < inFile.size(); ordinal++) {
            inFile.copy(ordinal, unit);
            embeddings.add(Embedding.copyOf(unit));
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
