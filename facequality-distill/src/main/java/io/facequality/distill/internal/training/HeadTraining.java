package io.facequality.distill.internal.training;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.distill.Distillation;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.internal.labels.LabelOptimization;
import io.facequality.distill.internal.labels.OptimizedLabel;
import io.facequality.distill.internal.loop.TrainingClock;
import io.facequality.distill.internal.loop.ValidationSplit;
import io.facequality.distill.internal.torch.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;

/**
 * Trains a head on features that stay as they are: minutes on a laptop, in plain Java. The features do not move, so the
 * optimized labels do not either, and the quality loss is all there is.
 *
 * <p>One thread; the same inputs and seed give the same head, bit for bit.
 */
public final class HeadTraining {

    private final DistillationSettings settings;
    private final Distillation.Listener listener;

    private HeadTraining(DistillationSettings settings, Distillation.Listener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Sets a training up.
     *
     * @param settings how to train
     * @param listener follows it
     * @return the training, which can run any number of times
     */
    public static HeadTraining of(DistillationSettings settings, Distillation.Listener listener) {
        return new HeadTraining(settings, listener);
    }

    /**
     * The best head, and what each epoch came to.
     *
     * @param head the head after the epoch with the lowest validation loss
     * @param best that epoch, from 1
     * @param epochs every epoch that was run
     */
    public record Result(TrainedHead head, int best, List<Distillation.EpochLosses> epochs) {

        /** Copies the list. */
        public Result {
            epochs = List.copyOf(epochs);
        }
    }

    /**
     * Trains.
     *
     * @param features one embedding for each label, in their order, each with a direction
     * @param labels the optimized labels of these features
     * @return the head with the lowest validation loss
     * @throws InvalidInputException if a loss is not finite, or there are too few faces
     * @throws CancellationException if this thread is interrupted
     */
    public Result train(List<Embedding> features, List<OptimizedLabel> labels) {
        DistillationSettings.Training how = settings.training();
        Run run = new Run(features, labels);
        ValidationSplit split = ValidationSplit.of(run.plain, how.validationShare());
        List<Distillation.EpochLosses> epochs = new ArrayList<>();
        float[] bestParameters = run.parameters.clone();
        int best = 0;
        double lowest = Double.POSITIVE_INFINITY;
        TrainingClock clock = new TrainingClock(0, epochSteps(split), how.epochs());
        for (int epoch = 1; epoch <= how.epochs() && epoch - best <= how.patience(); epoch++) {
            double quality = run.epoch(split.shuffled(how.seed(), epoch), epoch, clock);
            double validation = run.validate(split.validation());
            requireFinite(validation, epoch);
            Distillation.EpochLosses losses = new Distillation.EpochLosses(epoch, quality, 0, quality, validation, 0, validation);
            epochs.add(losses);
            listener.onEpoch(losses);
            if (validation < lowest) {
                lowest = validation;
                best = epoch;
                bestParameters = run.parameters.clone();
            }
        }
        return new Result(TrainedHead.copyOf(run.dimension, settings.student().hidden(), bestParameters), best, epochs);
    }

    private int epochSteps(ValidationSplit split) {
        return (split.training().length + settings.training().batch() - 1) / settings.training().batch();
    }

    private static void requireFinite(double loss, int epoch) {
        if (!Double.isFinite(loss)) {
            throw new InvalidInputException(new Problem(
                    "the training went astray", "epoch " + epoch, "a finite loss", Double.toString(loss),
                    "Lower the rate of learning."));
        }
    }

    /** The state of one run. */
    private final class Run {

        private final float[][] units;
        private final double[] plain;
        private final double[] optimized;
        private final int dimension;
        private final float[] parameters;
        private final Adam adam;
        private long steps;

        Run(List<Embedding> features, List<OptimizedLabel> labels) {
            this.units = features.stream().map(TrainedHead::unit).toArray(float[][]::new);
            this.plain = labels.stream().mapToDouble(OptimizedLabel::normalized).toArray();
            this.optimized = labels.stream()
                    .mapToDouble(label -> LabelOptimization.optimize(
                            label.normalized(), label.distance(), settings.labels().epsilon()))
                    .toArray();
            this.dimension = features.get(0).dimension();
            int hidden = settings.student().hidden();
            this.parameters = TrainedHead.initial(dimension, hidden, new Random(settings.training().seed()));
            this.adam = new Adam(settings.training().headRate(), parameters.length);
        }

        /** Learns from each face once; gives the mean quality loss. */
        double epoch(int[] order, int epoch, TrainingClock clock) {
            int batch = settings.training().batch();
            double sum = 0;
            for (int from = 0; from < order.length; from += batch) {
                if (Thread.interrupted()) {
                    throw new CancellationException("interrupted in epoch " + epoch);
                }
                int to = Math.min(order.length, from + batch);
                double quality = step(order, from, to);
                requireFinite(quality, epoch);
                sum += quality * (to - from);
                steps++;
                listener.onStep(clock.progress(epoch, steps, 0, quality));
            }
            return sum / order.length;
        }

        private double step(int[] order, int from, int to) {
            int hidden = settings.student().hidden();
            float[] gradient = new float[parameters.length];
            float[] before = new float[hidden];
            int firstBias = dimension * hidden;
            int second = firstBias + hidden;
            double share = 1.0 / (to - from);
            double loss = 0;
            for (int i = from; i < to; i++) {
                float[] unit = units[order[i]];
                TrainedHead.activate(unit, parameters, before);
                double error = TrainedHead.output(before, parameters) - optimized[order[i]];
                loss += Math.abs(error);
                double slope = share * Math.signum(error);
                gradient[gradient.length - 1] += (float) slope;
                for (int h = 0; h < hidden; h++) {
                    gradient[second + h] += (float) (slope * TrainedHead.gelu(before[h]));
                    // From here on the array holds the gradient with respect to the units.
                    before[h] = (float) (slope * parameters[second + h] * TrainedHead.geluSlope(before[h]));
                    gradient[firstBias + h] += before[h];
                }
                for (int feature = 0; feature < dimension; feature++) {
                    addProduct(gradient, feature * hidden, unit[feature], before);
                }
            }
            cut(gradient, settings.training().gradientNorm());
            adam.step(parameters, gradient);
            return loss / (to - from);
        }

        double validate(int[] faces) {
            float[] before = new float[settings.student().hidden()];
            double loss = 0;
            for (int face : faces) {
                TrainedHead.activate(units[face], parameters, before);
                loss += Math.abs(TrainedHead.output(before, parameters) - plain[face]);
            }
            return loss / faces.length;
        }
    }

    private static void addProduct(float[] sum, int from, float factor, float[] values) {
        for (int i = 0; i < values.length; i++) {
            sum[from + i] += factor * values[i];
        }
    }

    /** Shortens a gradient that is longer than asked for. */
    private static void cut(float[] gradient, double norm) {
        double squares = 0;
        for (float value : gradient) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        if (length > norm) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= (float) (norm / length);
            }
        }
    }
}
