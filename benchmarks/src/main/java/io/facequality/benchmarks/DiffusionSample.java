package io.facequality.benchmarks;

import io.facequality.AlignedFace;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.DiffusionOptions.StepPlan;
import io.facequality.onnx.diffusion.DiffusionQualityScorer;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.Denoiser;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore.Similarities;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.PictureEmbedder;
import io.facequality.onnx.internal.OnnxDenoiser;
import io.facequality.onnx.internal.diffusion.DiffusionProcedure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Draws the sample that {@link DiffusionTables} makes its tables from: the similarities of every repeat of many faces
 * and seeds, so that repeats are paid for once and every table is a matter of arithmetic. It takes hours; it goes on
 * where it was stopped, and the tables can be made from what there is.
 *
 * <p>Arguments: a folder of aligned crops, the denoiser, the embedder (blue first), the file, and perhaps the number of
 * faces (200) and of seeds (50).
 */
public final class DiffusionSample {

    /** How many repeats a score has. */
    static final int REPEATS = 10;

    /** How many of them are drawn of most seeds: of 50 seeds that makes 200 a face. */
    static final int FEWER_REPEATS = 4;

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

        DiffusionOptions options(long seed, int repeats) {
            DiffusionOptions.Builder options = DiffusionOptions.builder()
                    .repeats(repeats)
                    .steps(StepPlan.ofCalls(steps))
                    .seed(seed);
            return (antithetic ? options.antithetic() : options).build();
        }
    }

    /** What is drawn at once: some repeats. */
    private record Unit(Way way, int seed, int face) {

        private static final int SEEDS_IN_FULL = 2;

        /** What the tables need most comes first, so that they can be made, with fewer faces, before all is drawn. */
        static Set<Unit> inOrder(int faces, int seeds) {
            Set<Unit> units = new LinkedHashSet<>();
            add(units, List.of(Way.FULL), 1, faces);
            add(units, List.of(Way.FULL), Math.min(SEEDS_IN_FULL, seeds), faces);
            add(units, List.of(Way.values()), 1, faces);
            for (int face = 0; face < faces; face++) {
                for (int seed = 0; seed < seeds; seed++) {
                    units.add(new Unit(Way.FULL, seed, face));
                }
            }
            return units;
        }

        private static void add(Set<Unit> units, List<Way> ways, int seeds, int faces) {
            for (Way way : ways) {
                for (int seed = 0; seed < seeds; seed++) {
                    for (int face = 0; face < faces; face++) {
                        units.add(new Unit(way, seed, face));
                    }
                }
            }
        }

        /** The first seeds are ranked by their scores; the others are for the errors alone. */
        int repeats() {
            return seed < SEEDS_IN_FULL ? REPEATS : FEWER_REPEATS;
        }

        boolean isWhole(long lines) {
            return lines == REPEATS || lines == repeats();
        }

        static Unit of(String line) {
            String[] fields = line.split(",", 4);
            return new Unit(Way.valueOf(fields[0]), Integer.parseInt(fields[1]), Integer.parseInt(fields[2]));
        }

        String key() {
            return way + "," + seed + "," + face;
        }
    }

    private final Path file;
    private final List<AlignedFace> faces;
    private final Denoiser denoiser;
    private final PictureEmbedder embedder;

    private DiffusionSample(Path file, List<AlignedFace> faces, Denoiser denoiser, PictureEmbedder embedder) {
        this.file = file;
        this.faces = faces;
        this.denoiser = denoiser;
        this.embedder = embedder;
    }

    /**
     * Draws what is missing.
     *
     * @param arguments folder, denoiser, embedder, file, faces, seeds
     * @throws Exception if the file cannot be written, a model fails, or the thread is interrupted
     */
    public static void main(String[] arguments) throws Exception {
        int faces = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 200;
        int seeds = arguments.length > 5 ? Integer.parseInt(arguments[5]) : 50;
        ModelContract blueFirst = ModelContract.ediffiqa().withChannelOrder(ModelContract.ChannelOrder.BGR);
        try (OnnxDenoiser denoiser =
                        OnnxDenoiser.open(ModelFile.of(Path.of(arguments[1])), ModelOptions.defaults());
                OnnxEmbedder embedder = OnnxEmbedder.open(
                        ModelFile.of(Path.of(arguments[2])), blueFirst, ModelOptions.defaults())) {
            DiffusionSample sample = new DiffusionSample(
                    Path.of(arguments[3]), Samples.spread(Path.of(arguments[0]), faces),
                    denoiser, DiffusionQualityScorer.exact(embedder));
            Set<Unit> units = Unit.inOrder(faces, seeds);
            units.removeAll(sample.done());
            sample.draw(units.iterator());
        }
    }

    /** Which units are there; a last line that was cut off by a kill is taken away, with its unit. */
    private Set<Unit> done() throws IOException {
        if (!Files.exists(file)) {
            return Set.of();
        }
        String text = Files.readString(file);
        List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        Map<Unit, Long> counts = lines.stream().collect(Collectors.groupingBy(Unit::of, Collectors.counting()));
        counts.entrySet().removeIf(unit -> !unit.getKey().isWhole(unit.getValue()));
        Files.write(file, lines.stream().filter(line -> counts.containsKey(Unit.of(line))).toList());
        return counts.keySet();
    }

    private void draw(Iterator<Unit> units) throws InterruptedException, ExecutionException {
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        List<Future<?>> results = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            results.add(workers.submit(() -> {
                for (Optional<Unit> unit = next(units); unit.isPresent(); unit = next(units)) {
                    draw(unit.get());
                }
            }));
        }
        workers.shutdown();
        for (Future<?> result : results) {
            result.get();
        }
    }

    private static Optional<Unit> next(Iterator<Unit> units) {
        synchronized (units) {
            return units.hasNext() ? Optional.of(units.next()) : Optional.empty();
        }
    }

    private void draw(Unit unit) {
        DiffusionOptions options = unit.way().options(unit.seed(), unit.repeats());
        DiffusionProcedure procedure = new DiffusionProcedure(denoiser, embedder, options, 2 * unit.repeats());
        append(unit.key(), procedure.score(List.of(faces.get(unit.face()))).get(0).orElseThrow());
    }

    private synchronized void append(String key, DiffusionScore score) {
        StringBuilder lines = new StringBuilder();
        for (int repeat = 0; repeat < score.repeats().size(); repeat++) {
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
