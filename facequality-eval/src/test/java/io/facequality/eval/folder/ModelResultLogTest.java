package io.facequality.eval.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.testing.FuzzRun;
import io.facequality.testing.Mutations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelResultLogTest {

    private static final String DESCRIPTION = "quality by a test\nrgb";

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("cache/some.results");
    }

    private ModelResultLog open() {
        return ModelResultLog.open(file(), DESCRIPTION);
    }

    /** Begins with a byte that no record of these tests ends with, so that no two of them can overlap after damage. */
    private static String digest(int number) {
        return String.format("a5%062x", number);
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

    private void placeCommitted(String name) throws IOException {
        Files.createDirectories(file().getParent());
        try (InputStream stream = ModelResultLogTest.class.getResourceAsStream(name)) {
            Files.copy(stream, file());
        }
    }

    @Test
    void goesOnWithCommittedLogOfThisFormat() throws IOException {
        placeCommitted("results-2026-11-29.results");
        try (ModelResultLog log = open()) {
            assertThat(log.read(digest(1)).getInt()).isEqualTo(1);
            log.add(digest(2), payload(2));
        }
        try (ModelResultLog log = open()) {
            assertThat(log.read(digest(0)).getInt()).isZero();
            assertThat(log.read(digest(2)).getInt()).isEqualTo(2);
        }
    }

    @Test
    void refusesCommittedLogOfTheFirstFormatAndLeavesItAlone() throws IOException {
        placeCommitted("judgements-2026-11-24.results");
        byte[] before = Files.readAllBytes(file());
        assertThatThrownBy(this::open)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file().toString());
        assertThat(file()).hasBinaryContent(before);
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
    void findsWholeRecordsBehindDamagedOne() throws IOException {
        write(0, 4);
        byte[] whole = Files.readAllBytes(file());
        int record = 32 + 4 + 4 + 4;
        int first = whole.length - 4 * record;
        for (int place = 0; place < 3 * record; place++) {
            byte[] damaged = whole.clone();
            damaged[first + place] ^= 0x11;
            Files.write(file(), damaged);
            try (ModelResultLog log = open()) {
                for (int i = 0; i < 4; i++) {
                    assertThat(log.has(digest(i))).as("record %s, byte %s", i, place).isEqualTo(i != place / record);
                }
            }
            assertThat(file()).hasBinaryContent(damaged);
        }
    }

    @Test
    void keepsFileWithMoreDamageThanOneRecord() throws IOException {
        write(0, 2);
        Files.write(file(), new byte[1 << 18], StandardOpenOption.APPEND);
        long length = Files.size(file());
        assertThatThrownBy(this::open).isInstanceOf(InvalidInputException.class).hasMessageContaining("more damage");
        assertThat(file()).hasSize(length);
    }

    @Test
    void keepsShortFileThatIsNoLog() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "my diary");
        assertThatThrownBy(this::open).isInstanceOf(InvalidInputException.class);
        assertThat(file()).hasContent("my diary");
    }

    @Test
    void losesNoRecordThatIsWholeToDamageAtRandom() throws IOException {
        write(0, 20);
        byte[] whole = Files.readAllBytes(file());
        FuzzRun.of("model-results", ".log").run(random -> Mutations.of(whole, random), file -> {
            byte[] before = Files.readAllBytes(file);
            try (ModelResultLog log = ModelResultLog.open(file, DESCRIPTION)) {
                String text = new String(before, StandardCharsets.ISO_8859_1);
                for (int i = 0; i < 20; i++) {
                    int start = whole.length - (20 - i) * 44;
                    String record = new String(whole, start, 44, StandardCharsets.ISO_8859_1);
                    assertThat(log.has(digest(i)) || !text.contains(record)).as("record %s", i).isTrue();
                }
            } catch (InvalidInputException e) {
                assertThat(file).hasBinaryContent(before);
            }
        });
    }

    @Test
    void rejectsForeignFileAndKeepsIt() throws IOException {
        byte[] other = new byte[500];
        Files.createDirectories(file().getParent());
        Files.write(file(), other);
        assertThatThrownBy(this::open)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("some.results");
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
