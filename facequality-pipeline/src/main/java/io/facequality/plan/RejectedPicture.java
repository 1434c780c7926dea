package io.facequality.plan;

import io.facequality.Rejection;
import java.util.Objects;

/**
 * A picture, or a folder, that could not be used. Nothing happens to it when a plan is carried out.
 *
 * @param picture its path below the plan's root, with {@code /} between its parts
 * @param cause the kind of reason
 * @param message the reason in one line
 */
public record RejectedPicture(String picture, Rejection.Cause cause, String message) {

    /** Checks that nothing is missing. */
    public RejectedPicture {
        Objects.requireNonNull(picture, "picture");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(message, "message");
    }
}
