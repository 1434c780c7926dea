package io.facequality.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.StorageException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir
    private Path folder;

    @Test
    void aFileTakesThePlaceOfAnEarlierOneAndLeavesNothingBeside() {
        Path file = folder.resolve("new").resolve("results.csv");
        WholeFile.replace(file, stream -> stream.write(1));
        WholeFile.replace(file, stream -> stream.write(new byte[] {2, 3}));
        assertThat(file).hasBinaryContent(new byte[] {2, 3});
        assertThat(file.getParent()).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void anEarlierFileIsLeftAloneWhereThatIsWanted() throws IOException {
        Path file = Files.write(folder.resolve("picture.png"), new byte[] {1});
        assertThatThrownBy(() -> WholeFile.write(file, WholeFile.Existing.KEEP, stream -> stream.write(2)))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasBinaryContent(new byte[] {1});
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void whatFailsHalfWayLeavesWhatWasThereBefore() throws IOException {
        Path file = Files.write(folder.resolve("results.csv"), new byte[] {1});
        for (Throwable failure : new Throwable[] {new IOException("full"), new CancellationException("stop")}) {
            assertThatThrownBy(() -> WholeFile.replace(file, stream -> {
                        stream.write(new byte[1 << 16]);
                        fail(failure);
                    }))
                    .isInstanceOf(failure instanceof IOException ? StorageException.class : failure.getClass())
                    .hasMessageContaining(failure.getMessage());
        }
        assertThat(file).hasBinaryContent(new byte[] {1});
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void anInterruptedThreadWritesTheWholeFileAndStaysInterrupted() {
        Path file = folder.resolve("undo.json");
        Thread.currentThread().interrupt();
        try {
            WholeFile.replace(file, stream -> stream.write(new byte[1 << 20]));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(file).hasSize(1 << 20);
    }

    private static void fail(Throwable failure) throws IOException {
        if (failure instanceof IOException problem) {
            throw problem;
        }
        throw (RuntimeException) failure;
    }
}
