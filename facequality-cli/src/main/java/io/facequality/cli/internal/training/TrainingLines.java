package io.facequality.cli.internal.training;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** What the lines of a training say. For one thread. */
final class TrainingLines extends SparseLines {

    TrainingLines(PrintWriter err) {
        super(err);
    }

    void epoch(int epoch, double loss, double validationLoss) {
        print("epoch " + epoch + ": loss " + rounded(loss) + ", validation " + rounded(validationLoss));
    }

    /** Where a training is. */
    static String place(int epoch, int epochs, long step, long steps) {
        return "epoch " + epoch + " of " + epochs + ", step " + step + " of " + steps;
    }

    static String left(double seconds) {
        Duration duration = Duration.ofSeconds(Math.round(seconds));
        String words = duration.toHours() > 0
                ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
                : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        return "at most " + words + " left";
    }

    static String rounded(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
