package io.facequality.benchmarks;

import io.facequality.AlignedFace;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.DiffusionOptions.StepPlan;
import io.facequality.onnx.diffusion.DiffusionQualityScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The process's memory while faces are scored by diffusion, beside a stated limit: what it is when the models are open
 * and nothing is scored yet, and how far it ever rises above that. One repeat of one step a face, so that many faces
 * are done; the memory of a wave is the same for any number of repeats and steps. Run it with a small heap.
 *
 * <p>Arguments: a folder of aligned crops, the denoiser, the embedder (blue first), the limit in megabytes, and perhaps
 * the number of faces (10,000). The exit status is 1 if the limit was passed.
 */
public final class DiffusionFlatMemory {

    private static final int FACES_AT_ONCE = 100;
    private static final int REPORT_EVERY = 1000;

    private DiffusionFlatMemory() {}

    /**
     * Measures and prints.
     *
     * @param arguments folder, denoiser, embedder, megabytes, faces
     * @throws IOException if the process's memory cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        List<AlignedFace> faces = Samples.spread(Path.of(arguments[0]), FACES_AT_ONCE);
        long limit = Long.parseLong(arguments[3]) << 20;
        long wanted = arguments.length > 4 ? Long.parseLong(arguments[4]) : 10_000;
        DiffusionOptions options = DiffusionOptions.builder()
                .repeats(1)
                .steps(StepPlan.ofCalls(1))
                .memoryLimit(limit)
                .build();
        try (DiffusionQualityScorer scorer = DiffusionQualityScorer.open(
                ModelFile.of(Path.of(arguments[1])),
                ModelFile.of(Path.of(arguments[2])),
                ModelContract.ediffiqa().withChannelOrder(ModelContract.ChannelOrder.BGR),
                ModelOptions.defaults(),
                options)) {
            long open = kilobytes("VmRSS:");
            System.out.printf("models open: %,d KiB resident, limit %,d KiB%n", open, limit >> 10);
            for (long scored = FACES_AT_ONCE; scored <= wanted; scored += FACES_AT_ONCE) {
                scorer.score(faces);
                if (scored % REPORT_EVERY == 0 || scored == FACES_AT_ONCE) {
                    System.out.printf(
                            "%,d faces: %,d KiB resident, at most %,d%n", scored, kilobytes("VmRSS:"),
                            kilobytes("VmHWM:"));
                }
            }
            long rise = kilobytes("VmHWM:") - open;
            System.out.printf("highest above the open models: %,d KiB%n", rise);
            System.exit(rise > limit >> 10 ? 1 : 0);
        }
    }

    private static long kilobytes(String what) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(what))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
