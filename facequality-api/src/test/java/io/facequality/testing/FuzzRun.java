package io.facequality.testing;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * Tries random inputs for a while: {@code -Dfacequality.fuzz.seconds}, 3 by default. Each input lies in a file while it
 * is tried; one that fails stays there, also if it took the test's time or memory. Its name has the seed, and {@code
 * -Dfacequality.fuzz.seed} makes that input alone again.
 */
public final class FuzzRun {

    private static final String SECONDS = "facequality.fuzz.seconds";
    private static final String SEED = "facequality.fuzz.seed";
    private static final Path FAILURES = Path.of("target", "fuzz-failures");

    /** What takes longer hangs. */
    private static final Duration LONGEST_TRY = Duration.ofMinutes(1);

    private final String name;
    private final String suffix;

    private FuzzRun(String name, String suffix) {
        this.name = name;
        this.suffix = suffix;
    }

    /** Makes an input. */
    @FunctionalInterface
    public interface Maker {

        /**
         * Makes it.
         *
         * @param random the only thing that may differ from one call to the next
         * @return the input
         */
        byte[] make(Random random);
    }

    /** What must be true of every input. */
    @FunctionalInterface
    public interface Check {

        /**
         * Fails if it is not.
         *
         * @param input holds the input; the check may change it
         * @throws Exception if it is not
         */
        void accept(Path input) throws Exception;
    }

    /**
     * Names a run.
     *
     * @param name what is tried
     * @param suffix what the inputs' files end with
     * @return the run
     */
    public static FuzzRun of(String name, String suffix) {
        return new FuzzRun(name, suffix);
    }

    /**
     * Tries inputs until the time is over, but one at least.
     *
     * @param maker makes them
     * @param check what must be true of them
     * @throws AssertionError if it is not of one; the message says where that is, and its seed
     */
    public void run(Maker maker, Check check) throws IOException {
        Long only = Long.getLong(SEED);
        if (only != null) {
            run(only, maker, check);
            return;
        }
        long first = System.nanoTime();
        long nanoseconds = Duration.ofSeconds(Long.getLong(SECONDS, 3)).toNanos();
        long tries = 0;
        do {
            run(first + tries, maker, check);
            tries++;
        } while (System.nanoTime() - first < nanoseconds);
        System.out.println("fuzz " + name + ": " + tries + " inputs, seeds from " + first);
    }

    private void run(long seed, Maker maker, Check check) throws IOException {
        byte[] content = maker.make(new Random(seed));
        Files.createDirectories(FAILURES);
        Path input = Files.write(FAILURES.resolve(name + "-" + seed + suffix), content);
        try {
            assertTimeoutPreemptively(LONGEST_TRY, () -> check.accept(input));
        } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
            Files.write(input, content);
            throw new AssertionError(
                    e + ", of " + input.toAbsolutePath() + "; to try it again: -D" + SEED + "=" + seed, e);
        }
        Files.deleteIfExists(input);
    }
}
