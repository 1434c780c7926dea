package io.facequality.browser;

import io.facequality.cli.internal.Program;
import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;

/** The people that come with the program. */
final class Demo {

    private Demo() {}

    /**
     * Makes the demo's pictures and its plan.
     *
     * @return the folder with the plan; its pictures are in {@code pictures}
     */
    static Path in(Path folder) {
        Path out = folder.resolve("demo");
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        Console console = new Console(
                words, new PrintStream(words, true, StandardCharsets.UTF_8), new Terminal(false, false, OptionalInt.empty()));
        int exitCode = new Program(console).run("demo", "--out", out.toString(), "--progress", "never");
        if (exitCode != 0) {
            throw new IllegalStateException(words.toString(StandardCharsets.UTF_8));
        }
        return out;
    }
}
