package io.facequality;

import org.jspecify.annotations.Nullable;

/** A scorer, embedder, detector or pipeline was used after it was closed. */
public final class ClosedException extends FaceQualityException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a problem.
     *
     * @param problem its parts
     */
    public ClosedException(Problem problem) {
        this(problem, null);
    }

    /**
     * Reports a problem that something below caused.
     *
     * @param problem its parts
     * @param cause what was thrown below, or null
     */
    public ClosedException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
