package io.facequality.distill.internal.loop;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The loop of a training, whatever is trained: epochs of steps in an order that a seed decides, a validation after
 * each, the best weights kept, an early end, and a checkpoint every so many steps. A training that was stopped, even by
 * a kill, continues from the last checkpoint as if it had never stopped. For one thread.
 */
public final class TrainingLoop {

    private final Rules rules;
    private final Path checkpoint;
    private final String run;
    private final List<EpochRow> epochs = new ArrayList<>();
    private Map<String, float[]> state = Map.of();
    private Map<String, float[]> bestWeights = Map.of();
    private int best;
    private long step;
    private MeanLosses losses = new MeanLosses();

    /**
     * How long the training continues, and in which steps.
     *
     * @param epochs the most epochs
     * @param batch faces per step
     * @param smallestBatch the fewest faces of a step; fewer faces at the end of an epoch are left out
     * @param patience how many epochs may pass without a better validation loss
     * @param checkpointSteps a checkpoint is written after so many steps
     * @param seed decides the order of the faces
     */
    public record Rules(int epochs, int batch, int smallestBatch, int patience, int checkpointSteps, long seed) {}

    /** What is trained. Losses are arrays of one length, the loss that is minimized first. */
    public interface Learner {

        /**
         * Learns from some faces.
         *
         * @param step the steps done before
         * @return the mean losses of these faces; if the first is not finite, nothing was learned
         * @throws CancellationException if this thread is interrupted; nothing was learned
         */
        double[] learn(int[] faces, int epoch, long step);

        /** The mean losses of the validation faces. */
        double[] validate(int[] faces);

        /** All that {@link #learn} depends on. */
        Map<String, float[]> state();

        /** Takes up what {@link #state} gave. */
        void resume(Map<String, float[]> state);

        /** The weights that are validated. */
        Map<String, float[]> weights();
    }

    /** Follows a training. */
    public interface Listener {

        /** A step is done. */
        void onStep(TrainingClock clock, int epoch, long step, double[] losses);

        /** An epoch is done. */
        void onEpoch(EpochRow row);
    }

    /** The best weights, the epoch that they are from, and each epoch's losses. */
    public record Result(Map<String, float[]> weights, int best, List<EpochRow> epochs) {}

    /**
     * Sets a training up, and takes up an earlier one's state.
     *
     * @param run what the training is: all that its weights depend on
     * @throws InvalidInputException if there is a checkpoint of another training
     */
    public TrainingLoop(Rules rules, Path checkpoint, String run) {
        this.rules = rules;
        this.checkpoint = checkpoint;
        this.run = run;
        Optional<TrainingCheckpoint> earlier = TrainingCheckpoint.read(checkpoint, run);
        earlier.ifPresent(this::resume);
    }

    private void resume(TrainingCheckpoint earlier) {
        step = earlier.step();
        losses = MeanLosses.ofNumbers(earlier.sums());
        best = earlier.best();
        earlier.epochs().stream().map(EpochRow::ofNumbers).forEach(epochs::add);
        state = part(earlier.arrays(), "state.");
        bestWeights = part(earlier.arrays(), "best.");
    }

    private static Map<String, float[]> part(Map<String, float[]> arrays, String prefix) {
        Map<String, float[]> part = new LinkedHashMap<>();
        arrays.forEach((name, values) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), values);
            }
        });
        return part;
    }

    /**
     * Trains until the last epoch, or until validation no longer gets better.
     *
     * @throws InvalidInputException if a loss is not finite; the last checkpoint stays
     * @throws CancellationException if this thread is interrupted; a checkpoint is written
     */
    public Result run(Learner learner, ValidationSplit split, Listener listener) {
        if (!state.isEmpty()) {
            learner.resume(state);
            state = Map.of();
        }
        int stepsPerEpoch = stepsPerEpoch(split.training().length);
        TrainingClock clock = new TrainingClock(step, stepsPerEpoch, rules.epochs());
        for (int epoch = epochs.size() + 1; epoch <= rules.epochs() && epoch - best <= rules.patience(); epoch++) {
            int[] order = split.shuffled(rules.seed(), epoch);
            for (int inEpoch = (int) (step - (long) stepsPerEpoch * (epoch - 1)); inEpoch < stepsPerEpoch; inEpoch++) {
                int from = inEpoch * rules.batch();
                int[] batch = Arrays.copyOfRange(order, from, Math.min(order.length, from + rules.batch()));
                double[] batchLosses = learn(learner, batch, epoch);
                listener.onStep(clock, epoch, step, batchLosses);
                if (Thread.interrupted()) {
                    save(learner);
                    throw new CancellationException("interrupted in epoch " + epoch);
                }
                if (step % rules.checkpointSteps() == 0) {
                    save(learner);
                }
            }
            listener.onEpoch(finish(learner, epoch, split.validation()));
        }
        return soFar();
    }

    /** The result after the last whole epoch. */
    public Result soFar() {
        return new Result(bestWeights, best, List.copyOf(epochs));
    }

    /** How many steps an epoch of so many faces has. */
    public int stepsPerEpoch(int faces) {
        int batch = rules.batch();
        if (Math.min(faces, batch) < rules.smallestBatch()) {
            throw new InvalidInputException(new Problem(
                    "cannot train", "batch", "at least " + rules.smallestBatch() + " faces per step",
                    "batches of " + batch + " of " + faces + " faces", "Raise the batch, or add pictures."));
        }
        return faces / batch + (faces % batch >= rules.smallestBatch() ? 1 : 0);
    }

    private double[] learn(Learner learner, int[] batch, int epoch) {
        double[] found;
        try {
            found = learner.learn(batch, epoch, step);
        } catch (CancellationException e) {
            save(learner);
            throw e;
        }
        requireFinite(found[0], epoch);
        losses.add(found, batch.length);
        step++;
        return found;
    }

    private EpochRow finish(Learner learner, int epoch, int[] validation) {
        EpochRow row = EpochRow.of(epoch, losses.means(), learner.validate(validation));
        requireFinite(row.validationLoss(), epoch);
        if (best == 0 || row.validationLoss() < epochs.get(best - 1).validationLoss()) {
            best = epoch;
            bestWeights = learner.weights();
        }
        epochs.add(row);
        losses = new MeanLosses();
        save(learner);
        return row;
    }

    private static void requireFinite(double loss, int epoch) {
        if (!Double.isFinite(loss)) {
            throw new InvalidInputException(new Problem(
                    "the training went astray", "epoch " + epoch, "a finite loss", Double.toString(loss),
                    "Lower the rates of learning and start anew in another folder. If that changes nothing, set"
                            + " ONEDNN_MAX_CPU_ISA=AVX2 and MALLOC_PERTURB_=1 in the environment."));
        }
    }

    private void save(Learner learner) {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        learner.state().forEach((name, values) -> arrays.put("state." + name, values));
        bestWeights.forEach((name, values) -> arrays.put("best." + name, values));
        List<double[]> rows = epochs.stream().map(EpochRow::toNumbers).toList();
        new TrainingCheckpoint(run, step, losses.toNumbers(), best, rows, arrays).write(checkpoint);
    }
}
