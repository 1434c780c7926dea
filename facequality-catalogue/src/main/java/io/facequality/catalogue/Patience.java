package io.facequality.catalogue;

import io.facequality.FaceQualityException.InvalidInputException;
import java.time.Duration;

/**
 * How long a fetch puts up with a server.
 *
 * @param connect for a connection
 * @param stall for an answer, and for bytes to come at a bearable speed
 * @param attempts how often it is tried without getting on before it is given up; at least 1
 * @param pause before the second attempt; doubled from one to the next
 */
record Patience(Duration connect, Duration stall, int attempts, Duration pause) {

    static final Patience USUAL =
            new Patience(Duration.ofSeconds(20), Duration.ofSeconds(30), 5, Duration.ofSeconds(1));

    Patience {
        requirePositive(connect, "connectTimeout");
        requirePositive(stall, "stallTimeout");
        requirePositive(pause, "retryPause");
        if (attempts < 1) {
            throw InvalidInputException.ofValue("Patience", "at least 1 attempt", attempts);
        }
    }

    private static void requirePositive(Duration duration, String name) {
        if (duration.isNegative() || duration.isZero()) {
            throw InvalidInputException.ofValue("Patience", "more than nothing as " + name, duration);
        }
    }

    Patience withConnect(Duration timeout) {
        return new Patience(timeout, stall, attempts, pause);
    }

    Patience withStall(Duration timeout) {
        return new Patience(connect, timeout, attempts, pause);
    }

    Patience withAttempts(int count) {
        return new Patience(connect, stall, count, pause);
    }

    Patience withPause(Duration first) {
        return new Patience(connect, stall, attempts, first);
    }

    /** The pause after so many failures. */
    Duration pauseAfter(int failures) {
        return pause.multipliedBy(1L << Math.min(failures - 1, 10));
    }
}
