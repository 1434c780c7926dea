package io.facequality.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.Embedding;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every embedder. */
public abstract class EmbedderContract extends CloseableContract<Embedder> {

    /** At least three different faces. */
    protected abstract List<AlignedFace> faces();

    @Override
    protected Object call(Embedder embedder) {
        return embedder.embed(faces());
    }

    @Test
    void noFacesGiveNoEmbeddings() {
        try (Embedder embedder = open()) {
            assertThat(embedder.embed(List.of())).isEmpty();
        }
    }

    @Test
    void anEmbeddingDoesNotDependOnTheFacesBesideIt() {
        try (Embedder embedder = open()) {
            List<Embedding> together = embedder.embed(faces());
            assertThat(faces().stream().map(embedder::embed).toList()).isEqualTo(together);
        }
    }

    @Test
    void allEmbeddingsHaveOneDimensionAndADirection() {
        try (Embedder embedder = open()) {
            List<Embedding> embeddings = embedder.embed(faces());
            assertThat(embeddings).allMatch(Embedding::isUsable);
            assertThat(embeddings.stream().map(Embedding::dimension).distinct()).hasSize(1);
        }
    }
}
