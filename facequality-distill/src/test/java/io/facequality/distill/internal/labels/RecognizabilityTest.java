package io.facequality.distill.internal.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecognizabilityTest {

    @Test
    void labelsBySimilarityToOtherImagesWhateverTheirLengths() {
        Recognizability labels = Recognizability.of(
                List.of("a", "b", "a", "a"),
                List.of(Embedding.copyOf(2, 0), Embedding.copyOf(5, 5), Embedding.copyOf(0, 3), Embedding.copyOf(4, 0)));

        assertThat(labels.label(0).orElseThrow()).isEqualTo(Math.sqrt(0.5), within(1e-6));
        assertThat(labels.label(2).orElseThrow()).isZero();
        assertThat(labels.center(2).cosine(Embedding.copyOf(1, 0))).isEqualTo(1, within(1e-6));
    }

    @Test
    void givesLoneFaceNoLabelAndItselfAsCenter() {
        Recognizability labels =
                Recognizability.of(List.of("a", "b"), List.of(Embedding.copyOf(1, 0), Embedding.copyOf(0, 2)));

        assertThat(labels.label(1)).isEmpty();
        assertThat(labels.center(1)).isEqualTo(Embedding.copyOf(0, 2));
    }

    @Test
    void givesLowestLabelToFaceThatLooksAway() {
        Recognizability labels =
                Recognizability.of(List.of("a", "a"), List.of(Embedding.copyOf(1, 0), Embedding.copyOf(-1, 0)));

        assertThat(labels.label(0)).contains(0.0);
    }

    @Test
    void thereIsAnEmbeddingForEachFace() {
        assertThatThrownBy(() -> Recognizability.of(List.of("a", "b"), List.of(Embedding.copyOf(1, 0))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("found 2 faces and 1 embeddings");
    }
}
