package io.facequality.cli.internal;

import io.facequality.Outcome.Rejection.Cause;

/** The line that names a rejected picture: the library's reason, and which option has to do with it. */
final class RejectionLine {

    private RejectionLine() {}

    static String of(Cause cause, String message) {
        String line = "rejected: " + message;
        return cause == Cause.TOO_LARGE ? line + " --max-pixels sets the limit on pixels." : line;
    }
}
