package io.facequality;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What this library throws on purpose, in four kinds: {@link ModelException}, {@link StorageException}, {@link
 * InvalidInputException} and {@link ClosedException}. An exception means that the work as a whole cannot go on as asked.
 * A picture that cannot be used is no exception but an {@link Outcome.Rejected}.
 */
public abstract sealed class FaceQualityException extends RuntimeException {

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

    /**
     * A model cannot be had, opened or run: nobody sends it, or what came is something else; the file is broken, its names,
     * shapes or types are not the contract's, or this machine lacks the execution provider that was asked for.
     */
    public static final class ModelException extends FaceQualityException {

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

    /** A file or folder cannot be read or written: it is missing, not permitted, in the way, or the disk is full. */
    public static final class StorageException extends FaceQualityException {

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

    /** An argument or a file that the caller wrote (a plan, a setting) is not what it must be. */
    public static final class InvalidInputException extends FaceQualityException {

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

    /** A scorer, embedder, detector or pipeline was used after it was closed. */
    public static final class ClosedException extends FaceQualityException {

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

    /**
     * What went wrong, in the five parts that a person needs to correct it.
     *
     * @param what what could not be done, as a clause: "cannot decode the picture"
     * @param where the file, model, field or argument that it happened at
     * @param expected what would have been right
     * @param found what was there instead
     * @param remedy what to do about it, as an imperative sentence
     */
    public record Problem(String what, String where, String expected, String found, String remedy) {

        /** Checks that no part is missing. */
        public Problem {
            Objects.requireNonNull(what, "what");
            Objects.requireNonNull(where, "where");
            Objects.requireNonNull(expected, "expected");
            Objects.requireNonNull(found, "found");
            Objects.requireNonNull(remedy, "remedy");
        }

        /**
         * Puts the parts into one line. Control characters, which file names may hold, and those that part lines or turn the
         * direction of writing around are written as escapes, so that the message stays one line wherever it is printed.
         *
         * @return one line without line breaks
         */
        public String message() {
            return oneLine(what + ": " + where + ": " + contrast() + ". " + remedy);
        }

        /**
         * What would have been right and what was there, for whoever says the rest in other words.
         *
         * @return both, as a clause
         */
        public String contrast() {
            return "expected " + expected + ", found " + found;
        }

        private static String oneLine(String text) {
            StringBuilder line = new StringBuilder(text.length());
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '\n' -> line.append("\\n");
                    case '\r' -> line.append("\\r");
                    case '\t' -> line.append("\\t");
                    default -> {
                        if (Character.isISOControl(c) || partsLines(c) || turnsWriting(c)) {
                            line.append(String.format("\\u%04x", (int) c));
                        } else {
                            line.append(c);
                        }
                    }
                }
            }
            return line.toString();
        }

        private static boolean partsLines(char c) {
            return c == '\u2028' || c == '\u2029';
        }

        private static boolean turnsWriting(char c) {
            return c >= '\u202A' && c <= '\u202E' || c >= '\u2066' && c <= '\u2069';
        }
    }
}
