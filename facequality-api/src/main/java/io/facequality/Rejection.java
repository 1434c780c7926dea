package io.facequality;

import java.util.Objects;

/**
 * Why a picture could not be used.
 *
 * @param cause the kind of reason, for counting and filtering
 * @param problem the reason in full, for a person
 */
public record Rejection(Cause cause, Problem problem) {

    /** Kinds of reasons. New ones may be added. */
    public enum Cause {
        /** The bytes cannot be read: missing, not permitted, a broken disk sector. */
        UNREADABLE,
        /** There are no bytes. */
        EMPTY,
        /** The bytes are no picture, whatever the file is called. */
        NOT_A_PICTURE,
        /** The bytes are a picture of a kind that is not read, such as a camera's raw file. */
        UNSUPPORTED,
        /** The picture ends before its end. */
        TRUNCATED,
        /** The picture is damaged or malformed. */
        CORRUPT,
        /** The picture, or its file, is larger than the limits that were set. */
        TOO_LARGE,
        /** There is no face to be found. */
        NO_FACE,
        /** A scorer or embedder gave a value that cannot be used: not finite, or a zero vector. */
        UNUSABLE_JUDGEMENT
    }

    /** Checks that nothing is missing. */
    public Rejection {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(problem, "problem");
    }

    /**
     * The reason in one line.
     *
     * @return the problem's message
     */
    public String message() {
        return problem.message();
    }
}
