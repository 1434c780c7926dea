package io.facequality.cli.internal.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.cli.internal.Pictures;
import io.facequality.cli.internal.Run;
import io.facequality.cli.internal.console.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewCommandTest {

    @TempDir
    private Path folder;

    @Test
    void printsALinkAndEndsWithAnInterrupt() throws InterruptedException {
        Path people = Pictures.people(folder.resolve("people"), 1, 2);
        CountDownLatch printed = new CountDownLatch(1);
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        OutputStream watched = new OutputStream() {
            @Override
            public synchronized void write(int character) {
                words.write(character);
                if (words.toString(StandardCharsets.UTF_8).contains("Ctrl-C")) {
                    printed.countDown();
                }
            }
        };
        int[] exitCode = {-1};
        Thread person = new Thread(() -> exitCode[0] = Run.into(watched, "review", people, "--no-open").exitCode());
        person.start();
        printed.await();
        person.interrupt();
        person.join();

        assertThat(exitCode[0]).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(words.toString(StandardCharsets.UTF_8)).matches("(?s)Review: http://127\\.0\\.0\\.1:\\d+/#[\\w-]{43}\\n.*");
    }

    @Test
    void saysWhatIsWrongWithThePlan() {
        Run run = Run.of("review", folder.resolve("gone.json"), "--no-open");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("gone.json");
    }
}
