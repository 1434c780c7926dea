package io.facequality.cli.internal.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads one of a few words: {@code as-is} for {@code AS_IS}, in upper or lower case.
 *
 * @param <E> the choices
 */
public final class ChoiceConverter<E extends Enum<?>> implements ITypeConverter<E> {

    private final Class<E> choices;

    public ChoiceConverter(Class<E> choices) {
        this.choices = choices;
    }

    @Override
    public E convert(String word) {
        return Arrays.stream(choices.getEnumConstants())
                .filter(choice -> word(choice).equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected one of "
                        + Arrays.stream(choices.getEnumConstants())
                                .map(ChoiceConverter::word)
                                .collect(Collectors.joining(", "))
                        + ", found '" + word + "'"));
    }

    /** What a choice is called on the command line. */
    public static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
