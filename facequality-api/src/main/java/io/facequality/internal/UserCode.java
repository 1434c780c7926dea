package io.facequality.internal;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ModelId;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls what somebody else wrote, a detector or a selector, and names its class where it breaks its contract. */
public final class UserCode {

    private UserCode() {}

    /**
     * Calls it.
     *
     * @param code the detector, selector or the like
     * @param method the method's name
     * @param contract what it returns, in words
     * @param call the call
     * @param <T> what it returns
     * @return that, not null
     * @throws InvalidInputException if it returns null or fails over a null of its own
     */
    public static <T> T call(Object code, String method, String contract, Supplier<? extends @Nullable T> call) {
        try {
            T answer = call.get();
            if (answer != null) {
                return answer;
            }
        } catch (NullPointerException e) {
            throw broken(code, method, contract, "a " + e, e);
        }
        throw broken(code, method, contract, "null", null);
    }

    /**
     * Calls what returns a list.
     *
     * @param code the detector, scorer or the like
     * @param method the method's name
     * @param contract what it returns, in words
     * @param call the call
     * @param <T> what is in the list
     * @return the list, without null
     * @throws InvalidInputException if it returns null or a list with null, or fails over a null of its own
     */
    public static <T> List<T> list(
            Object code, String method, String contract, Supplier<? extends @Nullable List<T>> call) {
        List<T> answers = call(code, method, contract, call);
        for (T answer : answers) {
            if (answer == null) {
                throw broken(code, method, contract, "a list with null in it", null);
            }
        }
        return answers;
    }

    /**
     * Says that a contract was broken.
     *
     * @param code the detector, selector or the like
     * @param method the method's name
     * @param contract what it returns, in words
     * @param found what it returned
     * @param cause what it threw, or null
     * @return what to throw
     */
    public static InvalidInputException broken(
            Object code, String method, String contract, String found, @Nullable Throwable cause) {
        return new InvalidInputException(
                new Problem(
                        "cannot use the answer", ModelId.ofCode(code).name() + "." + method, contract, found,
                        "Correct that class."),
                cause);
    }
}
