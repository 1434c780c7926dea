package io.facequality;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A value, or the reason why there is none. Pictures that cannot be used travel on as data; they do not interrupt the
 * work on the others.
 *
 * @param <T> the value's type
 */
public sealed interface Outcome<T> {

    /**
     * The value was made.
     *
     * @param value the value
     * @param <T> its type
     */
    record Ok<T>(T value) implements Outcome<T> {
        /** Checks that there is a value. */
        public Ok {
            Objects.requireNonNull(value, "value");
        }
    }

    /**
     * There is no value.
     *
     * @param rejection why
     * @param <T> the type that the value would have had
     */
    record Rejected<T>(Rejection rejection) implements Outcome<T> {
        /** Checks that there is a reason. */
        public Rejected {
            Objects.requireNonNull(rejection, "rejection");
        }
    }

    /**
     * Wraps a value.
     *
     * @param value the value
     * @param <T> its type
     * @return the outcome that holds it
     */
    static <T> Outcome<T> ok(T value) {
        return new Ok<>(value);
    }

    /**
     * Wraps a reason.
     *
     * @param cause the kind of reason
     * @param problem the reason in full
     * @param <T> the type that the value would have had
     * @return the outcome that holds it
     */
    static <T> Outcome<T> rejected(Rejection.Cause cause, Problem problem) {
        return new Rejected<>(new Rejection(cause, problem));
    }

    /**
     * Goes on with the value, if there is one.
     *
     * @param next the next step
     * @param <R> what the next step makes
     * @return what the next step gave, or this same rejection
     */
    default <R> Outcome<R> then(Function<? super T, Outcome<R>> next) {
        return match(next, Rejected::new);
    }

    /**
     * Changes the value, if there is one, by a step that always succeeds.
     *
     * @param change the step
     * @param <R> what it makes
     * @return the changed value, or this same rejection
     */
    default <R> Outcome<R> map(Function<? super T, ? extends R> change) {
        return then(value -> ok(change.apply(value)));
    }

    /**
     * Makes one thing of both cases.
     *
     * @param ok called with the value, if there is one
     * @param rejected called with the reason, if there is none
     * @param <R> what both make
     * @return what the called one gave
     */
    default <R> R match(
            Function<? super T, ? extends R> ok, Function<? super Rejection, ? extends R> rejected) {
        return this instanceof Ok<T> it ? ok.apply(it.value()) : rejected.apply(((Rejected<T>) this).rejection());
    }

    /**
     * Hands over the value or the reason.
     *
     * @param ok takes the value, if there is one
     * @param rejected takes the reason, if there is none
     */
    default void accept(Consumer<? super T> ok, Consumer<? super Rejection> rejected) {
        if (this instanceof Ok<T> it) {
            ok.accept(it.value());
        } else {
            rejected.accept(((Rejected<T>) this).rejection());
        }
    }

    /**
     * Gives the value to a caller for whom a rejection is a failure.
     *
     * @return the value
     * @throws InvalidInputException if there is none; its message is the rejection's
     */
    default T orElseThrow() {
        return match(value -> value, rejection -> {
            throw new InvalidInputException(rejection.problem());
        });
    }

    /**
     * Why a picture could not be used.
     *
     * @param cause the kind of reason, for counting and filtering
     * @param problem the reason in full, for a person
     */
    record Rejection(Cause cause, Problem problem) {

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
            UNUSABLE_RESULT
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
}
