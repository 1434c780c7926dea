package io.facequality.video;

import io.facequality.FaceQualityException.InvalidInputException;
import java.time.Duration;

/**
 * How often frames are looked at. Frames between the looks are not converted to RGB, and with one step alone not even
 * decoded where the file lets the reader skip to a key frame.
 *
 * @param coarse the step while there is no face
 * @param fine the step while a face is followed, at most {@code coarse}
 */
public record Sampling(Duration coarse, Duration fine) {

    private static final Sampling USUAL = new Sampling(Duration.ofMillis(500), Duration.ofMillis(100));

    /** Checks the steps. */
    public Sampling {
        if (fine.isNegative() || fine.isZero() || fine.compareTo(coarse) > 0) {
            throw InvalidInputException.ofValue(
                    "Sampling", "a fine step above 0 and at most the coarse one", fine + " and " + coarse);
        }
    }

    /**
     * The steps to start from.
     *
     * @return 500 ms, and 100 ms while a face is followed
     */
    public static Sampling usual() {
        return USUAL;
    }

    /**
     * One speed, whether there is a face or not.
     *
     * @param step the step
     * @return the sampling
     */
    public static Sampling every(Duration step) {
        return new Sampling(step, step);
    }
}
