package io.facequality;

import java.util.Objects;
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
        if (this instanceof Ok<T> ok) {
            return next.apply(ok.value());
        }
        return new Rejected<>(((Rejected<T>) this).rejection());
    }

    /**
     * Gives the value to a caller for whom a rejection is a failure.
     *
     * @return the value
     * @throws InvalidInputException if there is none; its message is the rejection's
     */
    default T orElseThrow() {
        if (this instanceof Ok<T> ok) {
            return ok.value();
        }
        throw new InvalidInputException(((Rejected<T>) this).rejection().problem());
    }
}
