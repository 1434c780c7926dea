package io.facequality.distill.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.testing.FuzzRun;
import io.facequality.testing.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCheckpointTest {

    @TempDir
    private Path folder;

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
