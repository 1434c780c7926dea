package io.facequality;

import org.jspecify.annotations.Nullable;

/**
 * A model cannot be had, opened or run: nobody sends it, or what came is something else; the file is broken, its names,
 * shapes or types are not the contract's, or this machine lacks the execution provider that was asked for.
 */
public final class ModelException extends FaceQualityException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a problem.
     *
     * @param problem its parts
     */
    public ModelException(Problem problem) {
        this(problem, null);
    }

    /**
     * Reports a problem that something below caused.
     *
     * @param problem its parts
     * @param cause what was thrown below, or null
     */
    public ModelException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
