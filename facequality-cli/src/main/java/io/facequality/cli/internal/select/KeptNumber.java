package io.facequality.cli.internal.select;

import io.facequality.Keep;
import io.facequality.cli.internal.console.PositiveNumber;
import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How many faces to keep.
 *
 * @param number a number, or empty where cross-validation finds it
 */
record KeptNumber(OptionalInt number) {

    Keep keep(int atMost) {
        return number.isPresent() ? Keep.best(number.getAsInt()) : Keep.auto(atMost);
    }

    /** Reads a number from 1, or {@code auto}. */
    static final class Converter implements ITypeConverter<KeptNumber> {
        @Override
        public KeptNumber convert(String text) throws Exception {
            if (text.equalsIgnoreCase("auto")) {
                return new KeptNumber(OptionalInt.empty());
            }
            try {
                return new KeptNumber(OptionalInt.of(new PositiveNumber.OfInt().convert(text)));
            } catch (TypeConversionException e) {
                throw new TypeConversionException(
                        String.valueOf(e.getMessage()).replace("expected", "expected auto or"));
            }
        }
    }
}
