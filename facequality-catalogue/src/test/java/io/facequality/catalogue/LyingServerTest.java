package io.facequality.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.FaceQualityException;
import io.facequality.testing.FuzzRun;
import io.facequality.testing.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that answers anything: a fetch ends, with the model or with a clear error, and what it leaves is no longer
 * than it may be. The server is on the loopback interface.
 */
class LyingServerTest {

    private static final byte[] MODEL = TestModel.bytes(1);
    private static final int LIMIT = 2 * MODEL.length;

    /** What a server may send without an end before it would be too much for the test itself. */
    private static final int MOST_SENT = 64 << 20;

    @TempDir
    private Path folder;

    @Test
    void endsWithTheModelOrWithAClearError() throws IOException {
        Path verified = TestModel.catalogue(folder, MODEL);
        FuzzRun.of("lying-server", ".http").run(LyingServerTest::answers, answers -> {
            TestModel.delete(folder.resolve("cache"));
            try (LocalServer server = LocalServer.answering(sending(Files.readAllBytes(answers)))) {
                FetchedModel model = store(server, verified).fetch(TestModel.ID, LicenseConsent.given());
                assertThat(model.file()).hasBinaryContent(MODEL);
            } catch (FaceQualityException e) {
                assertThat(e.getMessage().length()).isLessThan(2_000);
            }
            assertThat(longest()).isLessThanOrEqualTo(MODEL.length);
        });
    }

    @Test
    void endsWithinTheLimitWhereNothingIsKnownOfTheModel() throws IOException {
        Path unverified = TestModel.catalogue(folder, "");
        FuzzRun.of("lying-server-unverified", ".http").run(LyingServerTest::answers, answers -> {
            TestModel.delete(folder.resolve("cache"));
            try (LocalServer server = LocalServer.answering(sending(Files.readAllBytes(answers)))) {
                store(server, unverified).fetchUnverified(TestModel.ID, LicenseConsent.given());
            } catch (FaceQualityException e) {
                assertThat(e.getMessage().length()).isLessThan(2_000);
            }
            assertThat(longest()).isLessThanOrEqualTo(LIMIT);
        });
    }

    private ModelStore store(LocalServer server, Path catalogue) {
        return TestModel.store(folder, catalogue)
                .mirror(server.base())
                .longestUnstated(LIMIT)
                .stallTimeout(Duration.ofMillis(400))
                .build();
    }

    /** The longest file in the model's folder. */
    private long longest() throws IOException {
        try (var files = Files.list(folder.resolve("cache").resolve(TestModel.ID))) {
            return files.mapToLong(LyingServerTest::size).max().orElse(0);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server does with an answer's last bytes; the first byte of an answer says it. */
    private enum Ending {
        CLOSED,
        RESET,
        REPEATED,
        SILENT,
        DRIPPING
    }

    /** As many answers as are tried, and some more; lengths before them, so that a file holds them. */
    private static byte[] answers(Random random) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int cut = random.nextInt(MODEL.length);
        for (int i = 0; i < 4; i++) {
            Ending ending = ending(random);
            byte[] answer = answer(random, cut);
            answer = random.nextInt(5) == 0 ? Mutations.of(answer, random) : answer;
            all.writeBytes(ByteBuffer.allocate(5).put((byte) ending.ordinal()).putInt(answer.length).array());
            all.writeBytes(answer);
        }
        return all.toByteArray();
    }

    /** Those that take time are rare. */
    private static Ending ending(Random random) {
        return switch (random.nextInt(40)) {
            case 0 -> Ending.SILENT;
            case 1 -> Ending.DRIPPING;
            case 2, 3, 4, 5 -> Ending.REPEATED;
            case 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 -> Ending.RESET;
            default -> Ending.CLOSED;
        };
    }

    private static byte[] answer(Random random, int cut) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + any(random,
                "200 OK", "200 OK", "200 OK", "206 Partial Content", "206 Partial Content", "302 Found",
                "416 Range Not Satisfiable", "404 Not Found", "500 Oops", "100 Continue", "204 No Content",
                "999 x") + "\r\n");
        for (String header : List.of(
                any(random, "Content-Length: " + MODEL.length, "Content-Length: " + MODEL.length,
                        "Content-Length: " + (MODEL.length - cut), "Content-Length: 5", "Content-Length: -1",
                        "Content-Length: 99999999999999999999", "Content-Length: 1099511627776", "Content-Length: x",
                        "Content-Length: 0", "Content-Length: 5\r\nContent-Length: 6", "Transfer-Encoding: chunked",
                        ""),
                any(random, "ETag: \"a\"", "ETag: \"a\"", "ETag: \"b\"", "ETag: W/\"a\"", "ETag: \"\t\u00e9\"",
                        "ETag: \"" + "x".repeat(random.nextInt(100_000)) + "\"", ""),
                any(random, "Content-Range: bytes " + cut + "-" + (MODEL.length - 1) + "/" + MODEL.length,
                        "Content-Range: bytes " + cut + "-" + (MODEL.length - 1) + "/*", "Content-Range: bytes 0-1/2",
                        "Content-Range: bytes " + cut + "-999999999999999999/*", "Content-Range: none", "", "", ""),
                any(random, "Location: /" + TestModel.FILE, "Location: file:///etc/passwd", "Location: http://[::1",
                        "Location: ", "Location: http://127.0.0.1:99999/", "Location: gopher://\u001b[31m/",
                        "Content-Encoding: gzip", "Retry-After: 0", "", "", "", ""))) {
            head.append(header.isEmpty() ? "" : header + "\r\n");
        }
        head.append(any(random, "Connection: close\r\n\r\n", "\r\n", "\r\n", "X: " + "y".repeat(1 << random.nextInt(20))));
        byte[] body = body(random, cut);
        byte[] bytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(bytes, bytes.length + body.length);
        System.arraycopy(body, 0, all, bytes.length, body.length);
        return all;
    }

    private static byte[] body(Random random, int cut) {
        byte[] rest = Arrays.copyOfRange(MODEL, cut, MODEL.length);
        byte[] beginning = Arrays.copyOf(MODEL, cut);
        return switch (random.nextInt(7)) {
            case 0, 1 -> MODEL;
            case 2 -> beginning;
            case 3 -> rest;
            case 4 -> Mutations.of(MODEL, random);
            case 5 -> (Integer.toHexString(10) + "\r\n0123456789\r\n0\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
            default -> new byte[0];
        };
    }

    private static String any(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static LocalServer.Handler sending(byte[] answers) {
        List<Answer> all = new ArrayList<>();
        for (ByteBuffer rest = ByteBuffer.wrap(answers); rest.hasRemaining(); ) {
            Ending ending = Ending.values()[rest.get()];
            byte[] bytes = new byte[rest.getInt()];
            rest.get(bytes);
            all.add(new Answer(ending, bytes));
        }
        AtomicInteger next = new AtomicInteger();
        return (request, out) -> all.get(next.getAndIncrement() % all.size()).send(out);
    }

    /** Bytes to send, and what comes after them. */
    private record Answer(Ending ending, byte[] bytes) {

        void send(OutputStream out) throws IOException {
            out.write(bytes);
            out.flush();
            switch (ending) {
                case RESET -> throw new IOException("a connection that breaks");
                case REPEATED -> {
                    for (int sent = 0; sent < MOST_SENT && bytes.length > 0; sent += bytes.length) {
                        out.write(bytes);
                    }
                }
                case SILENT -> pause(1_000);
                case DRIPPING -> {
                    for (int i = 0; i < 100; i++) {
                        out.write('x');
                        out.flush();
                        pause(10);
                    }
                }
                default -> {}
            }
        }

        private static void pause(int milliseconds) {
            try {
                Thread.sleep(milliseconds);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
