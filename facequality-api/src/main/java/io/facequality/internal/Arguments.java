package io.facequality.internal;

import io.facequality.InvalidInputException;
import io.facequality.Problem;

/** Says that a value which a caller gave is not what it must be. */
public final class Arguments {

    private static final String WHAT = "cannot use the value";

    private Arguments() {}

    /**
     * Says so.
     *
     * @param where the type that was to take it
     * @param expected what would have been right
     * @param found what was there instead
     * @return what to throw
     */
    public static InvalidInputException invalid(String where, String expected, Object found) {
        return new InvalidInputException(
                new Problem(WHAT, where, expected, String.valueOf(found), "Give another value."));
    }

    /**
     * Whether a value was refused, and not a file: whoever read the value from one can say where it is.
     *
     * @param failure what was thrown
     * @return whether {@link #invalid} made it
     */
    public static boolean isInvalid(InvalidInputException failure) {
        return failure.problem().what().equals(WHAT);
    }

    /**
     * What was wrong, for whoever says where it was.
     *
     * @param failure what {@link #invalid} made
     * @return words
     */
    public static String words(InvalidInputException failure) {
        return "expected " + failure.problem().expected() + ", found " + failure.problem().found();
    }
}
