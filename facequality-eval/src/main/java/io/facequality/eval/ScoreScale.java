package io.facequality.eval;

/**
 * A mapping of a model's raw scores to 0 (worst) to 100 (best), which never falls as the score rises. Immutable and safe
 * to share between threads.
 */
public sealed interface ScoreScale permits PercentileScale, SigmoidScale {

    /** The best score. */
    int BEST = 100;

    /**
     * Maps a raw score.
     *
     * @param raw a finite score of the model; higher is better
     * @return from 0 to 100
     */
    double value(double raw);

    /**
     * Maps a raw score to a whole number, as ISO/IEC 29794-1 wants it.
     *
     * @param raw a finite score of the model
     * @return from 0 to 100, rounded to the nearest, halves upwards
     */
    default int rounded(double raw) {
        return (int) Math.round(value(raw));
    }
}
