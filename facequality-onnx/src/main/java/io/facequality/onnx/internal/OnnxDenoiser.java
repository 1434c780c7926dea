package io.facequality.onnx.internal;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ModelId;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.Denoiser;
import io.facequality.onnx.internal.OnnxModelDescription.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Restores pictures with an ONNX model, mostly a UNet: two inputs, the pictures {@code [n,3,112,112]} float32 and the
 * times {@code [n]} int64, and one float32 output, the clean pictures, of the pictures' shape; height and width may be
 * open. Red first, on a scale of -1 to 1. The batch may be open or fixed.
 *
 * <p>Safe to call from several threads at once, which with the default options is the fastest way. A picture's result
 * does not depend on the pictures beside it, bit for bit: the model is tried when it is opened, a batch and three runs
 * of a single picture, and one that adds up in another order for another batch gets its pictures one by one. Whoever
 * opens the denoiser closes it; closing waits for calls in flight. What it costs beside the model: one direct buffer of
 * 150 KB for each picture of a batch, for each call at a time.
 */
public final class OnnxDenoiser implements Denoiser {

    private static final long CHANNELS = 3;

    private final OnnxModel model;
    private final Tensor pictures;
    private final Tensor times;
    private final Tensor clean;
    private final BatchSize batch;
    private final InputBuffers buffers;
    private final boolean together;

    private OnnxDenoiser(OnnxModel model, int wantedBatchSize) {
        this.model = model;
        OnnxModelDescription description = model.description();
        boolean two = description.inputs().size() == 2;
        this.pictures = only(description.inputs(), OnnxDenoiser::isPictures)
                .filter(tensor -> two)
                .orElseThrow(() -> mismatch(description.inputs(),
                        "two inputs, pictures float32 [n,3,112,112] and times int64 [n]"));
        this.times = only(description.inputs(), OnnxDenoiser::isTimes)
                .orElseThrow(() -> mismatch(description.inputs(),
                        "two inputs, pictures float32 [n,3,112,112] and times int64 [n]"));
        this.clean = only(description.outputs(), OnnxDenoiser::isPictures)
                .orElseThrow(() -> mismatch(description.outputs(),
                        "one output float32 [n,3,112,112], the clean pictures"));
        this.batch = BatchSize.of(model, List.of(pictures, times, clean), wantedBatchSize);
        this.buffers = new InputBuffers(batch.pictures() * PixelPacking.FLOATS);
        this.together = batch.pictures() == 1 || givesTheSameBitsTogether();
    }

    /**
     * Whether the model gives a picture the same bits in a batch as alone. Networks with attention often do not: their
     * matrix products add up in another order for another batch. Such a model gets its pictures one by one, which on a
     * processor costs no time.
     */
    private boolean givesTheSameBitsTogether() {
        int batchSize = batch.pictures();
        float[] pictures = new float[batchSize * PixelPacking.FLOATS];
        Random random = new Random(0);
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = (float) random.nextGaussian();
        }
        float[] together = run(pictures, 0, batchSize, 1);
        return IntStream.of(0, batchSize / 2, batchSize - 1).allMatch(row -> {
            int from = row * PixelPacking.FLOATS;
            int to = from + PixelPacking.FLOATS;
            return Arrays.equals(together, from, to, run(pictures, row, 1, 1), 0, PixelPacking.FLOATS);
        });
    }

    /**
     * Opens a model and checks that it is a denoiser.
     *
     * @param file the model's file
     * @param options how it is run
     * @return the open denoiser, which the caller closes
     * @throws ModelException if the file is missing, damaged, or not such a model, or if this machine lacks the
     *     execution provider
     */
    public static OnnxDenoiser open(ModelFile file, ModelOptions options) {
        OnnxModel model = OnnxModel.open(file, options);
        try {
            return new OnnxDenoiser(model, options.batchSize());
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private static Optional<Tensor> only(List<Tensor> tensors, Predicate<Tensor> fits) {
        List<Tensor> fitting = tensors.stream().filter(fits).toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    private static boolean isPictures(Tensor tensor) {
        List<Long> shape = tensor.shape();
        return tensor.isFloat32()
                && shape.size() == 4
                && openOr(CHANNELS, shape.get(1))
                && openOr(AlignedFace.SIZE, shape.get(2))
                && openOr(AlignedFace.SIZE, shape.get(3));
    }

    private static boolean openOr(long wanted, long size) {
        return size == wanted || size == Tensor.OPEN;
    }

    private static boolean isTimes(Tensor tensor) {
        return tensor.type().equals("int64") && tensor.shape().size() == 1;
    }

    private ModelException mismatch(List<Tensor> found, String expected) {
        return new ModelException(new Problem(
                "cannot use the model as a denoiser", model.id().name(), expected, OnnxModelDescription.words(found),
                "Use a diffusion's UNet that predicts the clean picture."));
    }

    /**
     * {@inheritDoc}
     *
     * @throws CancellationException if this thread is interrupted, which ends a run of the model too
     */
    @Override
    public float[] denoise(float[] noisy, int count, int time) {
        return model.whileOpen(() -> {
            float[] all = new float[count * PixelPacking.FLOATS];
            int next = 0;
            while (next < count) {
                int size = together && count - next >= batch.pictures() ? batch.pictures() : 1;
                float[] restored = run(noisy, next, size, time);
                System.arraycopy(restored, 0, all, next * PixelPacking.FLOATS, size * PixelPacking.FLOATS);
                next += size;
            }
            return all;
        });
    }

    private float[] run(float[] noisy, int first, int size, int time) {
        return buffers.lend(lease -> run(noisy, first, size, time, lease.input()));
    }

    private float[] run(float[] noisy, int first, int size, int time, FloatBuffer buffer) {
        int rows = batch.rows(size);
        buffer.put(0, noisy, first * PixelPacking.FLOATS, size * PixelPacking.FLOATS);
        // A fixed batch is run whole; what is left from an earlier run must not decide what is in it.
        buffer.put(size * PixelPacking.FLOATS, new float[(rows - size) * PixelPacking.FLOATS]);
        long[] allTimes = new long[rows];
        Arrays.fill(allTimes, time);
        Map<String, float[]> results = model.run(
                pictures.name(),
                new long[] {rows, CHANNELS, AlignedFace.SIZE, AlignedFace.SIZE},
                buffer.slice(0, rows * PixelPacking.FLOATS),
                times.name(),
                allTimes,
                Set.of(clean.name()));
        float[] result = Objects.requireNonNull(results.get(clean.name()));
        if (result.length != rows * PixelPacking.FLOATS) {
            throw new ModelException(new Problem(
                    "cannot use the model's result", model.id().name(),
                    rows * PixelPacking.FLOATS + " numbers in " + clean + " for a batch of " + rows,
                    result.length + " numbers",
                    "Export the model again so that its output has the shape of its pictures."));
        }
        return result;
    }

    /**
     * Whether pictures go through the model in batches.
     *
     * @return false if the batch size is 1, or the model's bits depend on it
     */
    public boolean isBatched() {
        return batch.pictures() > 1 && together;
    }

    @Override
    public ModelId model() {
        return model.id();
    }

    /**
     * Which rewrites made the model run faster, and at how many places.
     *
     * @return the rewrites in the order in which they ran; empty if the model runs as its file has it
     */
    public List<String> rewrites() {
        return model.rewrites();
    }

    @Override
    public void close() {
        model.close();
    }
}
