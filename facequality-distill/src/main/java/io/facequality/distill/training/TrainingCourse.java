package io.facequality.distill.training;

import io.facequality.InvalidInputException;
import io.facequality.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The course of a training, whatever is trained: epochs of steps in an order that a seed decides, a validation after
 * each, the best weights kept, an early end, and all of the state written down every so often. What was stopped, even
 * by a kill, goes on from the last checkpoint as if it had never stopped. For one thread.
 */
final class TrainingCourse {

    private final Rules rules;
    private final Path checkpoint;
    private final String run;
    private final List<double[]> epochs = new ArrayList<>();
    private Map<String, float[]> state = Map.of();
    private Map<String, float[]> bestWeights = Map.of();
    private int best;
    private long step;
    private double[] sums = {};

    /**
     * How long it goes on.
     *
     * @param epochs the most epochs
     * @param batch faces a step
     * @param smallestBatch how few faces a step may have; what is left over of an epoch waits for another one
     * @param patience how many epochs may pass without a better validation loss
     * @param checkpointSteps after how many steps the state is written down
     * @param seed decides the order of the faces
     */
    record Rules(int epochs, int batch, int smallestBatch, int patience, int checkpointSteps, long seed) {}

    /** What is trained. Losses are arrays of one length, the loss that counts first. */
    interface Pupil {

        /**
         * Learns from some faces.
         *
         * @param step the steps done before
         * @return the mean losses of these faces; if the first is not finite, nothing was learnt
         * @throws CancellationException if this thread is interrupted; nothing was learnt
         */
        double[] learn(int[] faces, int epoch, long step);

        /** The mean losses of the validation faces. */
        double[] validate(int[] faces);

        /** All that {@link #learn} depends on. */
        Map<String, float[]> state();

        /** Takes up what {@link #state} gave. */
        void resume(Map<String, float[]> state);

        /** The weights that validation judges. */
        Map<String, float[]> weights();
    }

    /** Follows a course. */
    interface Watch {

        /** A step is done. */
        void onStep(TrainingClock clock, int epoch, long step, double[] losses);

        /** An epoch is done; its number, its losses, and those of the validation, in a row. */
        void onEpoch(double[] row);
    }

    /** What came of it: the best weights, the epoch that they are from, and each epoch's row. */
    record Result(Map<String, float[]> weights, int best, List<double[]> epochs) {}

    /**
     * Sets a course up, and takes up where an earlier one was.
     *
     * @param run what the training is: all that its weights depend on
     * @throws InvalidInputException if there is a checkpoint of another training
     */
    TrainingCourse(Rules rules, Path checkpoint, String run) {
        this.rules = rules;
        this.checkpoint = checkpoint;
        this.run = run;
        Optional<TrainingCheckpoint> earlier = TrainingCheckpoint.read(checkpoint, run);
        earlier.ifPresent(this::resume);
    }

    private void resume(TrainingCheckpoint earlier) {
        step = earlier.step();
        sums = earlier.sums().clone();
        best = earlier.best();
        epochs.addAll(earlier.epochs());
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
     * Goes to the last epoch, or until validation no longer gets better.
     *
     * @throws InvalidInputException if a loss is not finite; the last checkpoint stays
     * @throws CancellationException if this thread is interrupted; the state is written down
     */
    Result take(Pupil pupil, ValidationSplit split, Watch watch) {
        if (!state.isEmpty()) {
            pupil.resume(state);
            state = Map.of();
        }
        int stepsAnEpoch = stepsAnEpoch(split.training().length);
        TrainingClock clock = new TrainingClock(step, stepsAnEpoch, rules.epochs());
        for (int epoch = epochs.size() + 1; epoch <= rules.epochs() && epoch - best <= rules.patience(); epoch++) {
            int[] order = split.shuffled(rules.seed(), epoch);
            for (int inEpoch = (int) (step - (long) stepsAnEpoch * (epoch - 1)); inEpoch < stepsAnEpoch; inEpoch++) {
                int from = inEpoch * rules.batch();
                int[] batch = Arrays.copyOfRange(order, from, Math.min(order.length, from + rules.batch()));
                double[] losses = learn(pupil, batch, epoch);
                watch.onStep(clock, epoch, step, losses);
                if (Thread.interrupted()) {
                    save(pupil);
                    throw new CancellationException("interrupted in epoch " + epoch);
                }
                if (step % rules.checkpointSteps() == 0) {
                    save(pupil);
                }
            }
            watch.onEpoch(finish(pupil, epoch, split.validation()));
        }
        return soFar();
    }

    /** What has come of it, after an epoch. */
    Result soFar() {
        return new Result(bestWeights, best, List.copyOf(epochs));
    }

    /** How many steps an epoch of so many faces has. */
    int stepsAnEpoch(int faces) {
        int batch = rules.batch();
        if (Math.min(faces, batch) < rules.smallestBatch()) {
            throw new InvalidInputException(new Problem(
                    "cannot train", "batch", "at least " + rules.smallestBatch() + " faces a step",
                    "batches of " + batch + " of " + faces + " faces", "Raise the batch, or add pictures."));
        }
        return faces / batch + (faces % batch >= rules.smallestBatch() ? 1 : 0);
    }

    private double[] learn(Pupil pupil, int[] batch, int epoch) {
        double[] losses;
        try {
            losses = pupil.learn(batch, epoch, step);
        } catch (CancellationException e) {
            save(pupil);
            throw e;
        }
        requireFinite(losses[0], epoch);
        sums = sums.length == 0 ? new double[losses.length + 1] : sums;
        for (int i = 0; i < losses.length; i++) {
            sums[i] += losses[i] * batch.length;
        }
        sums[losses.length] += batch.length;
        step++;
        return losses;
    }

    private double[] finish(Pupil pupil, int epoch, int[] validation) {
        double[] judged = pupil.validate(validation);
        requireFinite(judged[0], epoch);
        double[] row = new double[1 + 2 * judged.length];
        row[0] = epoch;
        for (int i = 0; i < judged.length; i++) {
            row[1 + i] = sums[i] / sums[judged.length];
            row[1 + judged.length + i] = judged[i];
        }
        if (best == 0 || judged[0] < epochs.get(best - 1)[1 + judged.length]) {
            best = epoch;
            bestWeights = pupil.weights();
        }
        epochs.add(row);
        sums = new double[0];
        save(pupil);
        return row;
    }

    private static void requireFinite(double loss, int epoch) {
        if (!Double.isFinite(loss)) {
            throw new InvalidInputException(new Problem(
                    "the training went astray", "epoch " + epoch, "a finite loss", Double.toString(loss),
                    "Lower the rates of learning and start anew in another folder."));
        }
    }

    private void save(Pupil pupil) {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        pupil.state().forEach((name, values) -> arrays.put("state." + name, values));
        bestWeights.forEach((name, values) -> arrays.put("best." + name, values));
        new TrainingCheckpoint(run, step, sums.clone(), best, List.copyOf(epochs), arrays).write(checkpoint);
    }
}
