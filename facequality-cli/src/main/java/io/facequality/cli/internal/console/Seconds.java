package io.facequality.cli.internal.console;

import java.math.BigDecimal;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time in seconds, such as 0.5. */
public final class Seconds implements ITypeConverter<Duration> {

    private static final BigDecimal LONGEST = BigDecimal.valueOf(1_000_000);

    @Override
    public Duration convert(String text) {
        try {
            BigDecimal seconds = new BigDecimal(text);
            if (seconds.signum() >= 0 && seconds.compareTo(LONGEST) <= 0) {
                return Duration.ofNanos(seconds.movePointRight(9).longValue());
            }
        } catch (NumberFormatException e) {
            // Said below, in the same words.
        }
        throw new TypeConversionException("expected seconds from 0 to " + LONGEST + ", found '" + text + "'");
    }
}
