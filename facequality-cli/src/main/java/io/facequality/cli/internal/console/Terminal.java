package io.facequality.cli.internal.console;

import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What of this process is connected to a terminal.
 *
 * @param isOutput whether standard output is
 * @param mayShowOutput whether standard output is, or may be at the end of a pipe
 * @param errorColumns the width of the terminal that standard error is connected to; empty if it is to none
 */
public record Terminal(boolean isOutput, boolean mayShowOutput, OptionalInt errorColumns) {

    /** Set by the launch script, which can ask for each stream; Java can ask for the input and output together only. */
    private static final String ERROR_COLUMNS = "facequality.terminal.columns";

    /** What standard output leads to: {@code terminal}, {@code pipe} or anything else. */
    private static final String OUTPUT = "facequality.terminal.output";

    private static final String INPUT = "facequality.terminal.input";
    public static final int USUAL_COLUMNS = 80;

    public static Terminal none() {
        return new Terminal(false, false, OptionalInt.empty());
    }

    public static Terminal ofProcess() {
        String output = System.getProperty(OUTPUT);
        if (output != null) {
            int columns = Integer.getInteger(ERROR_COLUMNS, 0);
            boolean isOutput = output.equals("terminal");
            return new Terminal(
                    isOutput, isOutput || output.equals("pipe"),
                    columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty());
        }
        return isTerminal(System.console()) ? new Terminal(true, true, OptionalInt.of(USUAL_COLUMNS)) : none();
    }

    /** What a person types; empty if nobody does. */
    public static Optional<BufferedReader> answersOfProcess() {
        boolean somebody = System.getProperty(INPUT) == null ? isTerminal(System.console()) : Boolean.getBoolean(INPUT);
        return somebody
                ? Optional.of(new BufferedReader(new InputStreamReader(System.in)))
                : Optional.empty();
    }

    /** Since Java 22 there is a console without a terminal too, and a method that tells. */
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Text that comes from anybody, such as a file's name: a terminal would obey its control characters. */
    public static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    /** Arguments may hold line breaks, and picocli repeats them. */
    public static String oneLine(String message) {
        return message.replaceAll("\\p{Cntrl}+", " ");
    }
}
