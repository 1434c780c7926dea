package io.facequality.distill.internal.torch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.convert.internal.network.Unet;
import io.facequality.distill.UnetSettings;
import io.facequality.distill.UnetTraining;
import io.facequality.distill.internal.faces.NoisyFaces;
import io.facequality.distill.internal.loop.EpochRow;
import io.facequality.distill.internal.loop.TrainingLoop;
import io.facequality.distill.internal.loop.ValidationSplit;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * Trains a diffusion's UNet to restore noised faces. A training that was stopped, even by a kill, continues from its
 * {@linkplain TrainingLoop last checkpoint} and ends with the same weights, bit for bit, on the same machine with the
 * same number of threads.
 *
 * <p>It holds PyTorch's memory while it is open. For one thread.
 */
public final class TorchUnetTraining implements AutoCloseable {

    private final Unet unet;
    private final UnetSettings.Training how;
    private final TrainingLoop loop;
    private final Engine engine;
    private final NDManager manager;
    private final TorchWeights weights;

    /**
     * Opens a training, and takes up an earlier one's state.
     *
     * @param start the weights to start from
     * @param run what the training is: settings, first weights and faces
     */
    public TorchUnetTraining(Unet unet, Map<String, Tensor> start, UnetSettings.Training how, Path checkpoint, String run) {
        this.unet = unet;
        this.how = how;
        TrainingLoop.Rules rules = new TrainingLoop.Rules(
                how.epochs(), how.batch(), 1, how.patience(), how.checkpointSteps(), how.seed());
        this.loop = new TrainingLoop(rules, checkpoint, run);
        this.engine = TorchEngine.start(how.threads());
        this.manager = engine.newBaseManager();
        this.weights = new TorchWeights(manager, start, name -> true, name -> false, how.averaging());
    }

    /** The best weights, the epoch that they are from, and each epoch's losses. */
    public record Result(Map<String, Tensor> weights, int best, List<UnetTraining.EpochLosses> epochs) {}

    /**
     * Trains until the last epoch, or until validation no longer gets better.
     *
     * @throws InvalidInputException if a loss is not finite
     * @throws CancellationException if this thread is interrupted; a checkpoint is written
     */
    public Result train(NoisyFaces faces, ValidationSplit split, TrainingLoop.Listener listener) {
        TrainingLoop.Result result = loop.run(new Restorer(faces), split, listener);
        return new Result(
                weights.tensors(result.weights()),
                result.best(),
                result.epochs().stream().map(EpochRow::toUnetLosses).toList());
    }

    /** Learns to restore faces; its one loss is the mean squared error. */
    private final class Restorer implements TrainingLoop.Learner {

        private final NoisyFaces faces;

        Restorer(NoisyFaces faces) {
            this.faces = faces;
        }

        @Override
        public double[] learn(int[] batch, int epoch, long step) {
            NoisyFaces.Batch noisy = faces.of(batch, epoch);
            try (NDManager scope = manager.newSubManager()) {
                double loss;
                try (GradientCollector collector = engine.newGradientCollector()) {
                    NDArray error = error(scope, weights.arrays(scope), noisy);
                    loss = error.toFloatArray()[0];
                    if (!Double.isFinite(loss)) {
                        return new double[] {loss};
                    }
                    collector.backward(error);
                }
                weights.update(scope, step, how.gradientNorm(), name -> how.rate());
                return new double[] {loss};
            }
        }

        @Override
        public double[] validate(int[] validation) {
            double sum = 0;
            for (int from = 0; from < validation.length; from += how.batch()) {
                int[] batch = Arrays.copyOfRange(validation, from, Math.min(validation.length, from + how.batch()));
                NoisyFaces.Batch noisy = faces.of(batch, NoisyFaces.VALIDATION);
                try (NDManager scope = manager.newSubManager()) {
                    sum += error(scope, weights.validated(scope), noisy).toFloatArray()[0] * batch.length;
                }
            }
            return new double[] {sum / validation.length};
        }

        @Override
        public Map<String, float[]> state() {
            return weights.state();
        }

        @Override
        public void resume(Map<String, float[]> state) {
            weights.resume(state);
        }

        @Override
        public Map<String, float[]> weights() {
            return weights.values();
        }
    }

    private NDArray error(NDManager scope, Map<String, NDArray> current, NoisyFaces.Batch batch) {
        NDArray clean = scope.create(batch.clean(), shape(batch.times().length));
        return restored(scope, current, batch.noisy(), batch.times()).sub(clean).square().mean();
    }

    private NDArray restored(NDManager scope, Map<String, NDArray> current, float[] noisy, long[] times) {
        NDArray images = scope.create(noisy, shape(times.length));
        return unet.apply(TorchOperators.training(scope, current), images, scope.create(times));
    }

    private static Shape shape(int faces) {
        return new Shape(faces, Unet.CHANNELS, Unet.SIDE, Unet.SIDE);
    }

    /**
     * What trained weights make of images.
     *
     * @param noisy {@code [n,3,112,112]}
     * @param times {@code [n]}
     */
    public float[] restore(Map<String, Tensor> trained, float[] noisy, long[] times) {
        try (NDManager scope = manager.newSubManager()) {
            return restored(scope, TorchWeights.fixed(scope, trained), noisy, times).toFloatArray();
        }
    }

    /** How many arrays PyTorch holds between two steps. */
    public int held() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }
}
