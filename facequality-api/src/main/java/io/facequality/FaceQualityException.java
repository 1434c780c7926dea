package io.facequality;

import org.jspecify.annotations.Nullable;

/**
 * The root of what this library throws on purpose. A picture that cannot be used is no exception but an {@link
 * Outcome.Rejected}; an exception means that the work as a whole cannot go on as asked: a broken model, a broken disk, a
 * wrong argument, a closed object.
 */
public abstract sealed class FaceQualityException extends RuntimeException
        permits ModelException, StorageException, InvalidInputException, ClosedException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    FaceQualityException(Problem problem, @Nullable Throwable cause) {
        super(problem.message(), cause);
        this.problem = problem;
    }

    /**
     * The parts of the message.
     *
     * @return what, where, expected, found, what to do
     */
    public Problem problem() {
        return problem;
    }
}
