package io.facequality.eval.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.InvalidInputException;
import io.facequality.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelResultLogTest {

    private static final String DESCRIPTION = "quality by a test\nrgb";

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("cache/some.judgements");
    }

    private ModelResultLog open() {
        return ModelResultLog.open(file(), DESCRIPTION);
    }

    private static String digest(int number) {
        return String.format("%064x", number);
    }

    private static byte[] payload(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private void write(int from, int to) {
        try (ModelResultLog log = open()) {
            for (int i = from; i < to; i++) {
                log.add(digest(i), payload(i));
            }
        }
    }

    @Test
    void keepsRecordsForTheNextRun() {
        write(0, 3);
        write(3, 5);
        try (ModelResultLog log = open()) {
            for (int i = 0; i < 5; i++) {
                assertThat(log.read(digest(i)).getInt()).isEqualTo(i);
            }
            assertThat(log.has(digest(5))).isFalse();
        }
    }

    @Test
    void keepsFirstRecordOfAPicture() {
        write(0, 1);
        try (ModelResultLog log = open()) {
            log.add(digest(0), payload(99));
            assertThat(log.read(digest(0)).getInt()).isZero();
        }
    }

    /** A process may be killed after any byte. */
    @Test
    void keepsCompleteRecordsOfATruncatedFile() throws IOException {
        write(0, 2);
        byte[] whole = Files.readAllBytes(file());
        int record = 32 + 4 + 4 + 4;
        for (int length = 0; length < whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            try (ModelResultLog log = open()) {
                assertThat(log.has(digest(0))).isEqualTo(length >= whole.length - record);
                assertThat(log.has(digest(1))).isFalse();
                log.add(digest(1), payload(1));
                log.add(digest(2), payload(2));
            }
            try (ModelResultLog log = open()) {
                assertThat(log.read(digest(1)).getInt()).isEqualTo(1);
                assertThat(log.read(digest(2)).getInt()).isEqualTo(2);
            }
        }
    }

    @Test
    void dropsDamagedRecordAndThoseAfterIt() throws IOException {
        write(0, 3);
        byte[] bytes = Files.readAllBytes(file());
        int record = 32 + 4 + 4 + 4;
        bytes[bytes.length - record - 6] ^= 1;
        Files.write(file(), bytes);
        try (ModelResultLog log = open()) {
            assertThat(log.has(digest(0))).isTrue();
            assertThat(log.has(digest(1))).isFalse();
            assertThat(log.has(digest(2))).isFalse();
        }
    }

    @Test
    void ignoresRecordWithImpossibleLength() throws IOException {
        write(0, 1);
        byte[] bytes = Files.readAllBytes(file());
        bytes[bytes.length - 12] = 0x7F;
        Files.write(file(), bytes);
        try (ModelResultLog log = open()) {
            assertThat(log.has(digest(0))).isFalse();
        }
    }

    @Test
    void rejectsForeignFileAndKeepsIt() throws IOException {
        byte[] other = new byte[500];
        Files.createDirectories(file().getParent());
        Files.write(file(), other);
        assertThatThrownBy(this::open)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("some.judgements");
        assertThat(Files.readAllBytes(file())).isEqualTo(other);
    }

    @Test
    void rejectsLogInUse() {
        try (ModelResultLog first = open()) {
            assertThatThrownBy(this::open).isInstanceOf(StorageException.class).hasMessageContaining("in use");
            first.add(digest(0), payload(0));
        }
        try (ModelResultLog log = open()) {
            assertThat(log.has(digest(0))).isTrue();
        }
    }
}
