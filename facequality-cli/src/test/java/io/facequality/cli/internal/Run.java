package io.facequality.cli.internal;

import io.facequality.cli.Main;
import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.Terminal;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One run of the command line, within this process.
 *
 * @param exitCode what it gave
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record Run(int exitCode, String out, String err) {

    public static Run of(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Run run = into(out, arguments);
        return new Run(run.exitCode, out.toString(StandardCharsets.UTF_8), run.err);
    }

    /** A run whose standard output goes elsewhere. */
    public static Run into(OutputStream out, Object... arguments) {
        return run(out, new ByteArrayOutputStream(), arguments);
    }

    /** A run that a person sits at, who types an answer. */
    public static Run answered(String typed, Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Run run = run(out, new ByteArrayOutputStream(), Optional.of(new BufferedReader(new StringReader(typed))), arguments);
        return new Run(run.exitCode, out.toString(StandardCharsets.UTF_8), run.err);
    }

    /** A run whose standard error somebody looks at, all of it so far, whenever more has come. */
    public static Run watched(Consumer<String> watcher, Object... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int from, int length) {
                super.write(bytes, from, length);
                watcher.accept(toString(StandardCharsets.UTF_8));
            }
        };
        return run(OutputStream.nullOutputStream(), err, arguments);
    }

    private static Run run(OutputStream out, ByteArrayOutputStream err, Object... arguments) {
        return run(out, err, Optional.empty(), arguments);
    }

    private static Run run(
            OutputStream out, ByteArrayOutputStream err, Optional<BufferedReader> answers, Object... arguments) {
        String[] words = Arrays.stream(arguments)
                .map(argument -> argument instanceof Path path ? path.toString() : (String) argument)
                .toArray(String[]::new);
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        int exitCode = new Program(new Console(out, errors, Terminal.none(), answers)).run(words);
        return new Run(exitCode, "", err.toString(StandardCharsets.UTF_8));
    }

    /** A run in a process of its own, which can be killed. */
    public static Process start(List<Object> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        arguments.forEach(argument -> command.add(argument.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public List<String> outLines() {
        return out.lines().toList();
    }

    public List<String> errLines() {
        return err.lines().toList();
    }
}
