package io.facequality.benchmarks;

import io.facequality.AlignedFace;
import io.facequality.onnx.DiffusionQualityScorer;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.DiffusionScore;
import io.facequality.onnx.diffusion.Similarities;
import io.facequality.onnx.diffusion.StepPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Draws the sample that {@link DiffusionTables} makes its tables from: the similarities of every repeat of many faces and
 * seeds, so that repeats are paid for once and every table is a matter of arithmetic. It takes hours; it goes on where it
 * was stopped, a face of a seed being the unit, and the tables can be made from what there is.
 *
 * <p>Arguments: a folder of aligned crops, the denoiser, the embedder (blue first), the file, and perhaps the number of
 * faces (200) and of seeds (50).
 */
public final class DiffusionSample {

    /** How many repeats each face of each seed gets. */
    static final int REPEATS = 10;

    /** All faces are sampled with this many seeds before some get all seeds. */
    private static final int FIRST_SEEDS = 2;

    /** So many faces get all their seeds before the next do. */
    private static final int BLOCK = 20;

    /** A way of scoring. */
    enum Way {
        FULL(5, false),
        PAIRS(5, true),
        THREE_STEPS(3, false),
        TWO_STEPS(2, false),
        ONE_STEP(1, false);

        final int steps;
        final boolean antithetic;

        Way(int steps, boolean antithetic) {
            this.steps = steps;
            this.antithetic = antithetic;
        }

        DiffusionOptions options(long seed) {
            return DiffusionOptions.builder()
                    .repeats(REPEATS)
                    .steps(StepPlan.ofCalls(steps))
                    .antithetic(antithetic)
                    .seed(seed)
                    .build();
        }
    }

    /** A way, a seed and some faces. */
    private record Part(Way way, int seed, int from, int to) {

        /** What the tables need most comes first: every way once over all faces, then all seeds for more and more faces. */
        static List<Part> inOrder(int faces, int seeds) {
            List<Part> parts = new ArrayList<>();
            int first = Math.min(seeds, FIRST_SEEDS);
            for (int seed = 0; seed < first; seed++) {
                parts.add(new Part(Way.FULL, seed, 0, faces));
            }
            for (Way way : Way.values()) {
                if (way != Way.FULL) {
                    parts.add(new Part(way, 0, 0, faces));
                }
            }
            for (int from = 0; from < faces; from += BLOCK) {
                for (int seed = first; seed < seeds; seed++) {
                    parts.add(new Part(Way.FULL, seed, from, Math.min(faces, from + BLOCK)));
                }
            }
            return parts;
        }
    }

    private final Path file;
    private final List<AlignedFace> faces;

    private DiffusionSample(Path file, List<AlignedFace> faces) {
        this.file = file;
        this.faces = faces;
    }

    /**
     * Draws what is missing.
     *
     * @param arguments folder, denoiser, embedder, file, faces, seeds
     * @throws IOException if the file cannot be written
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int faces = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 200;
        int seeds = arguments.length > 5 ? Integer.parseInt(arguments[5]) : 50;
        DiffusionSample sample =
                new DiffusionSample(Path.of(arguments[3]), Samples.spread(Path.of(arguments[0]), faces));
        Set<String> done = sample.done();
        for (Part part : Part.inOrder(faces, seeds)) {
            try (DiffusionQualityScorer scorer = DiffusionQualityScorer.open(
                    ModelFile.of(Path.of(arguments[1])),
                    ModelFile.of(Path.of(arguments[2])),
                    ModelContract.ediffiqa().withChannelOrder(ModelContract.ChannelOrder.BGR),
                    ModelOptions.defaults(),
                    part.way().options(part.seed()))) {
                sample.draw(part, scorer, done);
            }
        }
    }

    /** Which faces of which parts are there; a last line that was cut off by a kill is taken away, with its face. */
    private Set<String> done() throws IOException {
        if (!Files.exists(file)) {
            return Set.of();
        }
        String text = Files.readString(file);
        List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        Set<String> keys = lines.stream()
                .collect(Collectors.groupingBy(DiffusionSample::key, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() == REPEATS)
                .map(entry -> entry.getKey())
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> whole = lines.stream().filter(line -> keys.contains(key(line))).toList();
        Files.write(file, whole);
        return keys;
    }

    private static String key(String line) {
        String[] fields = line.split(",", 4);
        return fields[0] + "," + fields[1] + "," + fields[2];
    }

    private void draw(Part part, DiffusionQualityScorer scorer, Set<String> done) throws InterruptedException {
        AtomicInteger next = new AtomicInteger(part.from());
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            workers.execute(() -> {
                for (int face = next.getAndIncrement(); face < part.to(); face = next.getAndIncrement()) {
                    String key = part.way() + "," + part.seed() + "," + face;
                    if (!done.contains(key)) {
                        append(key, scorer.explain(List.of(faces.get(face))).get(0));
                    }
                }
            });
        }
        workers.shutdown();
        workers.awaitTermination(1, TimeUnit.DAYS);
        System.out.println(part);
    }

    private synchronized void append(String key, DiffusionScore score) {
        StringBuilder lines = new StringBuilder();
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            Similarities it = score.repeats().get(repeat);
            lines.append(String.format(Locale.ROOT, "%s,%d,%.7f,%.7f,%.7f,%.7f,%.7f%n",
                    key, repeat, it.noisy(), it.restored(), it.noisyMirrored(), it.restoredMirrored(), it.mirrored()));
        }
        try (Writer out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(lines.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
