package io.facequality;

import org.jspecify.annotations.Nullable;

/** A file or folder cannot be read or written: it is missing, not permitted, in the way, or the disk is full. */
public final class StorageException extends FaceQualityException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a problem.
     *
     * @param problem its parts
     */
    public StorageException(Problem problem) {
        this(problem, null);
    }

    /**
     * Reports a problem that something below caused.
     *
     * @param problem its parts
     * @param cause what was thrown below, or null
     */
    public StorageException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
