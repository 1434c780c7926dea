package io.facequality.benchmarks;

import io.facequality.AlignedFace;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.onnx.internal.OnnxModel;
import io.facequality.onnx.internal.OnnxModelDescription.Tensor;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.PictureSearch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * How close scoring files comes to what the model alone can do: a folder of aligned crops from files to scores, in turn
 * with the same number of runs of the same model on prepared tensors, from the same number of threads. The ratio of each
 * pair holds when the machine's speed drifts.
 *
 * <p>Arguments: the folder; the model's file, or nothing for the embedded one; how many pictures the pipeline works on at
 * once, several numbers to compare them in turn, or nothing for the number of processors. With one, nothing is read while
 * the model runs; with more than there are processors, the rest reads ahead.
 */
public final class Throughput {

    private static final int ROUNDS = 7;
    private static final int BATCH = 8;

    private final ModelFile model;
    private final List<ImageSource> pictures;
    private final int threads = Runtime.getRuntime().availableProcessors();
    private final int[] atOnce;

    private Throughput(ModelFile model, List<ImageSource> pictures, int[] atOnce) {
        this.model = model;
        this.pictures = pictures;
        this.atOnce = atOnce.length > 0 ? atOnce : new int[] {threads};
    }

    /**
     * Measures and prints.
     *
     * @param arguments the folder, and perhaps the model's file and numbers of pictures at once
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        List<ImageSource> pictures = PictureSearch.usual().below(Path.of(arguments[0])).pictures();
        int[] atOnce = Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray();
        new Throughput(Samples.model(arguments.length > 1 ? arguments[1] : ""), pictures, atOnce).run();
    }

    private void run() throws InterruptedException {
        System.out.printf("%d pictures, %d threads, batch %d%n", pictures.size(), threads, BATCH);
        ModelOptions options = ModelOptions.builder().batchSize(BATCH).build();
        try (OnnxModel prepared = OnnxModel.open(model, options);
                OnnxQualityScorer scorer = OnnxQualityScorer.open(model, ModelContract.ediffiqa(), options)) {
            double[][] ratios = new double[atOnce.length][ROUNDS];
            for (int round = -1; round < ROUNDS; round++) {
                for (int i = 0; i < atOnce.length; i++) {
                    double bound = facesPerSecond(() -> runPrepared(prepared));
                    double files = fromFiles(scorer, atOnce[i]);
                    System.out.printf(
                            "%s: prepared tensors %.0f faces/s, from files %.0f faces/s, %d pictures at once, ratio %.3f%n",
                            round < 0 ? "warm-up" : "round " + (round + 1), bound, files, atOnce[i], files / bound);
                    if (round >= 0) {
                        ratios[i][round] = files / bound;
                    }
                }
            }
            for (int i = 0; i < atOnce.length; i++) {
                Arrays.sort(ratios[i]);
                System.out.printf(
                        "ratio from files to prepared tensors, %d pictures at once: minimum %.3f, median %.3f, maximum %.3f%n",
                        atOnce[i], ratios[i][0], ratios[i][ROUNDS / 2], ratios[i][ROUNDS - 1]);
            }
        }
    }

    private double fromFiles(OnnxQualityScorer scorer, int picturesAtOnce) throws InterruptedException {
        try (FacePipeline pipeline = FacePipeline.builder()
                .crop(Crop.AS_IS)
                .threads(picturesAtOnce)
                .scorer(scorer)
                .build()) {
            return facesPerSecond(() -> scoreFiles(pipeline));
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private double facesPerSecond(Work work) throws InterruptedException {
        long start = System.nanoTime();
        work.run();
        return pictures.size() / ((System.nanoTime() - start) * 1e-9);
    }

    private void runPrepared(OnnxModel prepared) throws InterruptedException {
        Tensor input = prepared.description().inputs().get(0);
        int batches = (pictures.size() + BATCH - 1) / BATCH;
        AtomicInteger next = new AtomicInteger();
        List<Thread> callers = IntStream.range(0, threads)
                .mapToObj(caller -> new Thread(() -> {
                    FloatBuffer values = noise(caller);
                    while (next.getAndIncrement() < batches) {
                        prepared.run(input.name(), new long[] {BATCH, 3, AlignedFace.SIZE, AlignedFace.SIZE}, values);
                    }
                }))
                .toList();
        callers.forEach(Thread::start);
        for (Thread caller : callers) {
            caller.join();
        }
    }

    private static FloatBuffer noise(long seed) {
        Random random = new Random(seed);
        FloatBuffer values = ByteBuffer.allocateDirect(BATCH * 3 * AlignedFace.SIZE * AlignedFace.SIZE * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        while (values.hasRemaining()) {
            values.put(random.nextFloat() * 2 - 1);
        }
        return values.flip();
    }

    private void scoreFiles(FacePipeline pipeline) {
        AtomicLong scored = new AtomicLong();
        pipeline.score(pictures, picture -> {
            if (picture.faces() instanceof Outcome.Ok) {
                scored.incrementAndGet();
            }
        });
        if (scored.get() != pictures.size()) {
            throw new IllegalStateException("only " + scored + " of " + pictures.size() + " pictures were scored");
        }
    }
}
