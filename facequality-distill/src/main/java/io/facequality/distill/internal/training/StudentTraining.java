package io.facequality.distill.internal.training;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.distill.Distillation;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.internal.faces.TrainingExamples;
import io.facequality.distill.internal.loop.EpochRow;
import io.facequality.distill.internal.loop.TrainingClock;
import io.facequality.distill.internal.loop.TrainingLoop;
import io.facequality.distill.internal.loop.ValidationSplit;
import io.facequality.distill.internal.loss.LossValue;
import io.facequality.distill.internal.student.ExportCheck;
import io.facequality.distill.internal.student.HintLayer;
import io.facequality.distill.internal.student.MapHints;
import io.facequality.distill.internal.student.Student;
import io.facequality.distill.internal.torch.TorchStudent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Trains a student, from scratch or from weights: its features approach the teacher's, its score the optimized labels,
 * which follow from where its own features lie at the time.
 *
 * <p>A training that was stopped, even by a kill, continues from its {@linkplain TrainingLoop last checkpoint} and ends
 * with the same weights, bit for bit, on the same machine with the same number of threads. A seed decides the rest.
 *
 * <p>It holds PyTorch's memory while it is open. For one thread.
 */
public final class StudentTraining implements AutoCloseable {

    /** Batch normalization needs two faces. */
    private static final int SMALLEST_BATCH = 2;

    private final DistillationSettings settings;
    private final Stage stage;
    private final TrainingLoop loop;
    private final TorchStudent student;

    /** What learns from what. */
    public enum Stage {
        /** Each block by itself, from the teacher's maps. */
        BLOCKS,
        /** The whole network, from faces. */
        WHOLE;

        private int epochs(DistillationSettings settings) {
            return this == BLOCKS ? settings.hint().blockEpochs() : settings.training().epochs();
        }
    }

    /**
     * Opens a training, and takes up an earlier one's state.
     *
     * @param start the weights to start from
     * @param hints which maps are to be like those of the examples
     * @param run what the training is: settings, first weights, teacher and labels
     */
    public StudentTraining(
            Student network,
            Map<String, Tensor> start,
            MapHints hints,
            DistillationSettings settings,
            Stage stage,
            Path checkpoint,
            String run) {
        this.settings = settings;
        this.stage = stage;
        this.loop = new TrainingLoop(rules(), checkpoint, run);
        this.student = new TorchStudent(network, start, hints, settings);
    }

    private TrainingLoop.Rules rules() {
        DistillationSettings.Training how = settings.training();
        int epochs = stage.epochs(settings);
        int patience = stage == Stage.BLOCKS ? epochs : how.patience();
        return new TrainingLoop.Rules(
                epochs, how.batch(), SMALLEST_BATCH, patience, how.checkpointSteps(), how.seed());
    }

    /** The best weights, the epoch that they are from, and each epoch's losses. */
    public record Result(Map<String, Tensor> weights, int best, List<Distillation.EpochLosses> epochs) {}

    /**
     * Trains until the last epoch, or until validation no longer gets better.
     *
     * @param soFar takes the best weights whenever the schedule has them exported
     * @throws InvalidInputException if a loss is not finite
     * @throws CancellationException if this thread is interrupted; a checkpoint is written
     */
    public Result train(TrainingExamples examples, Distillation.Listener listener, Consumer<Result> soFar) {
        ValidationSplit split = ValidationSplit.of(examples.labels(), settings.training().validationShare());
        int stepsPerEpoch = loop.stepsPerEpoch(split.training().length);
        return result(loop.run(new Learner(examples, stepsPerEpoch), split, new Listener(listener, soFar)));
    }

    private Result result(TrainingLoop.Result result) {
        Map<String, float[]> ofTheModel = new LinkedHashMap<>(result.weights());
        ofTheModel.keySet().removeIf(HintLayer::owns);
        return new Result(
                student.weights().tensors(ofTheModel),
                result.best(),
                result.epochs().stream().map(EpochRow::toLosses).toList());
    }

    /** Tells a listener of the two losses, and hands out the result so far when it is due. */
    private final class Listener implements TrainingLoop.Listener {

        private final Distillation.Listener listener;
        private final Consumer<Result> soFar;

        Listener(Distillation.Listener listener, Consumer<Result> soFar) {
            this.listener = listener;
            this.soFar = soFar;
        }

        @Override
        public void onStep(TrainingClock clock, int epoch, long step, double[] losses) {
            listener.onStep(clock.progress(epoch, step, losses[1], losses[2]));
        }

        @Override
        public void onEpoch(EpochRow row) {
            listener.onEpoch(row.toLosses());
            int every = settings.schedule().exportEpochs();
            if (every > 0 && row.epoch() % every == 0) {
                soFar.accept(result(loop.soFar()));
            }
        }
    }

    /** Learns from examples. The losses are the weighted sum, Lrc and Lq. */
    private final class Learner implements TrainingLoop.Learner {

        private final TrainingExamples examples;
        private final int stepsPerEpoch;

        Learner(TrainingExamples examples, int stepsPerEpoch) {
            this.examples = examples;
            this.stepsPerEpoch = stepsPerEpoch;
        }

        @Override
        public double[] learn(int[] faces, int epoch, long step) {
            double factor = settings.schedule().factor(step, stepsPerEpoch, stage.epochs(settings));
            TrainingExamples.Batch batch = examples.batch(faces, epoch);
            return losses(
                    stage == Stage.BLOCKS
                            ? student.learnByBlock(batch, step, factor)
                            : student.learn(batch, step, factor));
        }

        @Override
        public double[] validate(int[] faces) {
            double[] means = new double[3];
            int size = settings.training().batch();
            for (int from = 0; from < faces.length; from += size) {
                int[] batch = Arrays.copyOfRange(faces, from, Math.min(faces.length, from + size));
                double[] losses = losses(student.validate(examples.validation(batch)));
                for (int i = 0; i < means.length; i++) {
                    means[i] += losses[i] * batch.length / faces.length;
                }
            }
            return means;
        }

        private static double[] losses(LossValue loss) {
            return new double[] {loss.total(), loss.consistency(), loss.quality()};
        }

        @Override
        public Map<String, float[]> state() {
            return student.weights().state();
        }

        @Override
        public void resume(Map<String, float[]> state) {
            student.weights().resume(state);
        }

        @Override
        public Map<String, float[]> weights() {
            return student.weights().values();
        }
    }

    /** The scores and features that the trained network gives. */
    public List<ExportCheck.Output> run(Result result, List<AlignedFace> faces) {
        return student.run(result.weights(), faces);
    }

    /** How many arrays PyTorch holds between two steps. */
    int held() {
        return student.held();
    }

    @Override
    public void close() {
        student.close();
    }
}
