package io.facequality.distill.training;

/** Follows a training; called on the thread that trains. */
@FunctionalInterface
public interface TrainingListener {

    /**
     * A step is done.
     *
     * @param progress how far it is
     */
    void onStep(TrainingProgress progress);

    /**
     * An epoch is done.
     *
     * @param losses what it came to
     */
    default void onEpoch(EpochLosses losses) {}

    /**
     * One that does nothing.
     *
     * @return a listener
     */
    static TrainingListener silent() {
        return progress -> {};
    }
}
