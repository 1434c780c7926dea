package io.facequality.cli.internal.console;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads whole numbers from 1. */
public final class PositiveNumber {

    private PositiveNumber() {}

    /** Up to {@link Integer#MAX_VALUE}. */
    public static final class OfInt implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return (int) read(text, Integer.MAX_VALUE);
        }
    }

    /** Up to {@link Long#MAX_VALUE}. */
    public static final class OfLong implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return read(text, Long.MAX_VALUE);
        }
    }

    private static long read(String text, long largest) {
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= largest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, in the same words.
        }
        throw new TypeConversionException("expected a whole number from 1 to " + largest + ", found '" + text + "'");
    }
}
