package io.facequality.distill.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.testing.FuzzRun;
import io.facequality.testing.Mutations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCheckpointTest {

    @TempDir
    private Path folder;

    private Path old(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream stream = TrainingCheckpointTest.class.getResourceAsStream(name)) {
            Files.copy(stream, file);
        }
        return file;
    }

    @Test
    void readsCommittedCheckpointOfThisFormat() throws IOException {
        TrainingCheckpoint read = TrainingCheckpoint.read(old("checkpoint-3-2026-11-29.bin"), "run").orElseThrow();
        assertThat(read.step()).isEqualTo(7);
        assertThat(read.arrays().get("weight.a")).containsExactly(4, 5);
    }

    @Test
    void refusesCommittedCheckpointOfAnEarlierFormatAndNamesBothFormats() throws IOException {
        Path file = old("checkpoint-2-2026-11-24.bin");
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> TrainingCheckpoint.read(file, "run"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("facequality checkpoint 3")
                .hasMessageContaining("facequality checkpoint 2");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void readsCheckpointDamagedAtRandomAsItWasOrNotAtAll() throws IOException {
        TrainingCheckpoint written = new TrainingCheckpoint(
                "run", 7, new double[] {1, 2}, 1, List.of(new double[] {3}), Map.of("weight.a", new float[] {4, 5}));
        Path whole = folder.resolve("checkpoint.bin");
        written.write(whole);
        byte[] bytes = Files.readAllBytes(whole);
        FuzzRun.of("training-checkpoint", ".bin").run(random -> Mutations.of(bytes, random), file -> {
            byte[] before = Files.readAllBytes(file);
            try {
                TrainingCheckpoint read = TrainingCheckpoint.read(file, "run").orElseThrow();
                assertThat(read).usingRecursiveComparison().isEqualTo(written);
            } catch (StorageException | InvalidInputException e) {
                assertThat(e).hasMessageContaining("cannot go on with the training");
            }
            assertThat(file).hasBinaryContent(before);
        });
    }
}
