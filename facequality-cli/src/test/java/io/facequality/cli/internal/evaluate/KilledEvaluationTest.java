package io.facequality.cli.internal.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.cli.internal.Pictures;
import io.facequality.cli.internal.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dfacequality.kills=10} kills more often than a build has time for. */
@Tag("slow")
class KilledEvaluationTest {

    private static final int KILLS = Integer.getInteger("facequality.kills", 1);
    private static final int LONGEST_MILLISECONDS = 300;

    @TempDir
    private Path folder;

    @Test
    void endsWithTheTablesOfOneThatWasNotKilled() throws Exception {
        Path people = Pictures.people(folder.resolve("people"), 2, 10 + 20 * KILLS);
        long seed = System.nanoTime();
        System.out.println("moments drawn with seed " + seed);
        Random random = new Random(seed);
        Path killed = folder.resolve("killed");
        for (int kill = 0; kill < KILLS; kill++) {
            killAfterMore(people, killed, random.nextInt(LONGEST_MILLISECONDS));
        }
        run(people, killed);
        Path whole = folder.resolve("whole");
        run(people, whole);
        assertThat(Pictures.files(killed.resolve("cache"))).isEqualTo(Pictures.files(whole.resolve("cache")));
        List<String> tables = Pictures.files(whole.resolve("out")).stream()
                .filter(file -> file.endsWith(".csv") || file.endsWith(".svg"))
                .toList();
        assertThat(tables).isNotEmpty();
        for (String table : tables) {
            assertThat(killed.resolve("out").resolve(table))
                    .hasSameBinaryContentAs(whole.resolve("out").resolve(table));
        }
    }

    private static List<Object> evaluate(Path people, Path place) {
        return new ArrayList<>(List.of(
                "evaluate", "--crop", "as-is", people, "--out", place.resolve("out"), "--cache", place.resolve("cache"),
                "--fmr", "0.1", "--samples", "5", "--threads", "1"));
    }

    private static void run(Path people, Path place) {
        Run run = Run.of(evaluate(people, place).toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    /** Not before its cache has grown: else it might never get on. */
    private static void killAfterMore(Path people, Path place, int milliseconds) throws Exception {
        long before = size(place.resolve("cache"));
        Process process = Run.start(evaluate(people, place));
        while (process.isAlive() && size(place.resolve("cache")) <= before) {
            Thread.sleep(5);
        }
        Thread.sleep(milliseconds);
        process.destroyForcibly();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    }

    private static long size(Path cache) throws IOException {
        if (Files.notExists(cache)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(cache)) {
            return files.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0).sum();
        }
    }
}
