package io.facequality;

import org.jspecify.annotations.Nullable;

/** An argument or a file that the caller wrote (a plan, a setting) is not what it must be. */
public final class InvalidInputException extends FaceQualityException {

    private static final long serialVersionUID = 1L;

    private static final String VALUE = "cannot use the value";

    /**
     * Refuses a value that a caller gave.
     *
     * @param where the type that was to take it, or its name
     * @param expected what would have been right
     * @param found what was there instead
     * @return what to throw
     */
    public static InvalidInputException ofValue(String where, String expected, Object found) {
        return new InvalidInputException(
                new Problem(VALUE, where, expected, String.valueOf(found), "Give another value."));
    }

    /**
     * Whether a value was refused, and not a file: whoever read the value from a file can say where it is.
     *
     * @return whether {@link #ofValue} made it
     */
    public boolean isOfValue() {
        return problem().what().equals(VALUE);
    }

    /**
     * Reports a problem.
     *
     * @param problem its parts
     */
    public InvalidInputException(Problem problem) {
        this(problem, null);
    }

    /**
     * Reports a problem that something below caused.
     *
     * @param problem its parts
     * @param cause what was thrown below, or null
     */
    public InvalidInputException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
