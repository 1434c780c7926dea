package io.facequality.distill;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;

/**
 * How a student's rates change over a training, and what is kept of its weights.
 *
 * @param warmUpEpochs over how many epochs the rates rise from nothing, at least 0
 * @param decay how they fall afterwards
 * @param average the share that stays of the running average of the weights at each step, from 0 to below 1; the
 *     average is what is validated and exported. 0: the weights themselves are
 * @param exportEpochs after how many epochs the best weights so far are exported, to see how good they are during
 *     the training; 0 for at the end alone
 */
public record Schedule(double warmUpEpochs, Decay decay, double average, int exportEpochs) {

    /** The ways in which a rate falls. */
    public enum Decay {
        /** It does not. */
        NONE,
        /** By half a cosine to nothing at the last epoch (Loshchilov and Hutter, ICLR 2017). */
        COSINE
    }

    /** Checks the numbers. */
    public Schedule {
        if (!(warmUpEpochs >= 0) || Double.isInfinite(warmUpEpochs)) {
            throw invalid("warmUpEpochs", "a number of at least 0", Double.toString(warmUpEpochs));
        }
        if (!(average >= 0 && average < 1)) {
            throw invalid("average", "a share from 0 to below 1", Double.toString(average));
        }
        if (exportEpochs < 0) {
            throw invalid("exportEpochs", "at least 0", Integer.toString(exportEpochs));
        }
    }

    private static InvalidInputException invalid(String name, String expected, String found) {
        return new InvalidInputException(new Problem(
                "cannot set up the training", "schedule." + name, expected, found,
                "Name such a number, or leave the default."));
    }

    /**
     * As published: the rates stay, and so do the weights.
     *
     * @return neither warm-up nor decay nor average
     */
    public static Schedule constant() {
        return new Schedule(0, Decay.NONE, 0, 0);
    }

    /**
     * What the rates are multiplied by.
     *
     * @param step the steps done
     * @param steps the steps of an epoch
     * @param epochs the epochs of the whole training
     * @return from 0 to 1
     */
    public double factor(long step, int steps, int epochs) {
        double rise = warmUpEpochs * steps;
        double risen = rise > 0 ? Math.min(1, (step + 1) / rise) : 1;
        if (decay == Decay.NONE) {
            return risen;
        }
        double all = Math.max(1, (double) steps * epochs - rise);
        double done = Math.min(1, Math.max(0, step - rise) / all);
        return risen * (1 + Math.cos(Math.PI * done)) / 2;
    }

    /**
     * The share of the average that stays at a step: less at first, so that the first weights are soon forgotten.
     *
     * @param step the steps done before
     * @return the share, at most {@link #average}
     */
    public double averageAt(long step) {
        return Math.min(average, (1.0 + step) / (10.0 + step));
    }
}
