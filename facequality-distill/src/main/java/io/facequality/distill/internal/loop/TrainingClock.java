package io.facequality.distill.internal.loop;

import io.facequality.distill.Distillation;

/** How long the rest of a training takes, by the steps since this process began. For one thread. */
public final class TrainingClock {

    private final long start = System.nanoTime();
    private final long earlier;
    private final long all;
    private final int epochs;

    /** Starts with the steps done by earlier processes, and the most steps of an epoch. */
    public TrainingClock(long earlier, int stepsAnEpoch, int epochs) {
        this.earlier = earlier;
        this.all = (long) stepsAnEpoch * epochs;
        this.epochs = epochs;
    }

    public Distillation.Progress progress(int epoch, long step, double consistency, double quality) {
        return new Distillation.Progress(epoch, epochs, step, all, consistency, quality, secondsLeft(step));
    }

    /** The epochs at most. */
    public int epochs() {
        return epochs;
    }

    /** The steps of all epochs at most. */
    public long steps() {
        return all;
    }

    /** How long the rest takes at the speed since this process began. */
    public double secondsLeft(long step) {
        double seconds = (System.nanoTime() - start) / 1e9;
        return seconds / (step - earlier) * (all - step);
    }
}
