package io.facequality;

/**
 * How well a choice of faces represents faces that had no part in it, by cross-validation.
 *
 * @param folds how many parts of the group it was judged on
 * @param mean the mean over the folds of the weighted mean distance, in the selector's distance; at least 0, lower is
 *     better
 * @param standardError of that mean: the standard deviation over the folds divided by the root of their number; 0 for
 *     one fold
 */
public record HeldOutError(int folds, double mean, double standardError) {

    /** Checks that the numbers are in their ranges. */
    public HeldOutError {
        if (folds < 1 || !(mean >= 0) || !(standardError >= 0)) {
            throw InvalidInputException.ofValue(
                    "HeldOutError",
                    "at least 1 fold and errors of at least 0",
                    folds + " folds, " + mean + " and " + standardError);
        }
    }
}
