package io.facequality.eval.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.FaceQualityException;
import io.facequality.eval.folder.LabeledPairs.Pair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables of pairs that are damaged in every way: what comes of one is pairs, or an exception that the library documents.
 *
 * <p>{@code -Dfacequality.fuzz.seconds} sets how long it tries, {@code -Dfacequality.fuzz.seed} where it starts; what
 * fails is kept in {@code target/fuzz-failures}.
 */
class PairTablesFuzzTest {

    private static final int SECONDS = Integer.getInteger("facequality.fuzz.seconds", 3);
    private static final long SEED = Long.getLong("facequality.fuzz.seed", System.nanoTime());
    private static final Path FAILURES = Path.of("target", "fuzz-failures");
    private static final List<String> WHOLE = List.of(
            "first,second,match\na/1.jpg,a/2.jpg,1\n\"b,\"\"1\"\".jpg\",'=a.jpg,0\n",
            "\uFEFFmatch,fold,second,first\r\n1,0,a,b\r\n0,9,c,d\r\n",
            "2\t1\nAnn\t1\t2\nAnn\t1\tBob Jr\t3\nBob Jr\t3\t4\nAnn\t2\tBob Jr\t12\n",
            "1\nAnn 1 2\nAnn 1 Bob 3\n");
    private static final List<String> PIECES = List.of(
            ",", "\"", "\n", "\r\n", "\r", "\t", " ", "\0", "\uFEFF", "'", "=", "-1", "999999999", "2147483648", "first",
            "match", "/", "..", "\u202E", "ÿ", "#", ";");

    @TempDir
    private Path folder;

    @Test
    void givesPairsOrDocumentedException() throws IOException {
        Random random = new Random(SEED);
        Path file = folder.resolve("pairs.csv");
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        int tried = 0;
        List<String> failures = new ArrayList<>();
        while (System.nanoTime() < end) {
            byte[] table = damaged(random);
            Files.write(file, table);
            try {
                List<Pair> pairs = LabeledPairs.read(file).pairs();
                assertThat(pairs.size()).isLessThanOrEqualTo(table.length);
            } catch (FaceQualityException expected) {
                assertThat(expected.getMessage()).contains(file.toString()).doesNotContain("\n");
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                failures.add(kept(table, tried) + ": " + e);
            }
            tried++;
        }
        System.out.println("tables of pairs: " + tried + " tried from seed " + SEED + ", " + failures.size() + " failed");
        assertThat(failures).isEmpty();
    }

    private static Path kept(byte[] table, int number) throws IOException {
        Files.createDirectories(FAILURES);
        return Files.write(FAILURES.resolve("pairs-" + SEED + "-" + number), table);
    }

    private static byte[] damaged(Random random) throws IOException {
        byte[] bytes = WHOLE.get(random.nextInt(WHOLE.size())).getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = damagedOnce(bytes, random);
        }
        return bytes;
    }

    private static byte[] damagedOnce(byte[] bytes, Random random) throws IOException {
        int from = random.nextInt(bytes.length + 1);
        int to = from + random.nextInt(bytes.length - from + 1);
        ByteArrayOutputStream damaged = new ByteArrayOutputStream();
        damaged.write(bytes, 0, from);
        switch (random.nextInt(5)) {
            case 0 -> damaged.write(bytes, to, bytes.length - to);
            case 1 -> {
                damaged.write(random.nextInt(256));
                damaged.write(bytes, Math.min(from + 1, bytes.length), Math.max(0, bytes.length - from - 1));
            }
            case 2 -> {
                damaged.write(PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8));
                damaged.write(bytes, from, bytes.length - from);
            }
            case 3 -> {
                damaged.write(bytes, from, to - from);
                damaged.write(bytes, from, bytes.length - from);
            }
            default -> {
                byte[] noise = new byte[random.nextInt(40)];
                random.nextBytes(noise);
                damaged.write(noise);
                damaged.write(bytes, to, bytes.length - to);
            }
        }
        return damaged.toByteArray();
    }
}
