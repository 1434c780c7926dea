package io.facequality.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.Embedding;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every {@link Embedder}. */
public abstract class EmbedderContract extends CloseableContract<Embedder> {

    /** For the class of your tests. */
    protected EmbedderContract() {}

    /**
     * Faces to embed.
     *
     * @return at least three different faces, the same each time
     */
    protected abstract List<AlignedFace> faces();

    @Override
    protected Object call(Embedder embedder) {
        return embedder.embed(faces());
    }

    @Test
    void embedsNoFacesAsNothing() {
        try (Embedder embedder = open()) {
            assertThat(embedder.embed(List.of())).isEmpty();
        }
    }

    @Test
    void embedsFaceAloneAsBesideOthers() {
        try (Embedder embedder = open()) {
            List<Embedding> together = embedder.embed(faces());
            assertThat(faces().stream().map(embedder::embed).toList()).isEqualTo(together);
        }
    }

    @Test
    void givesUsableEmbeddingsOfOneDimension() {
        try (Embedder embedder = open()) {
            List<Embedding> embeddings = embedder.embed(faces());
            assertThat(embeddings).hasSameSizeAs(faces()).allMatch(Embedding::isUsable);
            assertThat(embeddings.stream().map(Embedding::dimension).distinct()).hasSize(1);
        }
    }

    @Test
    void tellsDifferentFacesApart() {
        try (Embedder embedder = open()) {
            assertThat(embedder.embed(faces())).doesNotHaveDuplicates();
        }
    }
}
