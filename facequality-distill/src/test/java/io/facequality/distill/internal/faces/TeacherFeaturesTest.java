package io.facequality.distill.internal.faces;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.ModelId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeacherFeaturesTest {

    private static final String FACE = "ann/a.png";

    @TempDir
    private Path folder;

    @Test
    void takesEmbeddingsFromCommittedFileOfTheFirstFormatAndAsksNoTeacher() throws IOException {
        Path file = folder.resolve("features.bin");
        try (InputStream stream = TeacherFeaturesTest.class.getResourceAsStream("teacher-features-2026-11-24.bin")) {
            Files.copy(stream, file);
        }
        TeacherFeatures features =
                TeacherFeatures.of(file, new FaceFiles(folder), List.of(FACE), new SilentTeacher(), 1, done -> {});
        assertThat(features.of(FACE)).isEqualTo(Embedding.copyOf(new float[] {1, 2, 2}));
    }

    /** Has the digest that the file names. */
    private static final class SilentTeacher implements Embedder {

        @Override
        public List<Embedding> embed(List<AlignedFace> faces) {
            throw new AssertionError("asked for " + faces.size() + " faces");
        }

        @Override
        public ModelId model() {
            return new ModelId("teacher", "1", "ab".repeat(32));
        }
    }
}
