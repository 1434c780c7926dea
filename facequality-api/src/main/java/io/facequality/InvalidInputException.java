package io.facequality;

import org.jspecify.annotations.Nullable;

/** An argument or a file that the caller wrote (a plan, a setting) is not what it must be. */
public final class InvalidInputException extends FaceQualityException {

    private static final long serialVersionUID = 1L;

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
