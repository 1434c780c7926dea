package io.facequality.distill.internal.faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.Embedding;
import io.facequality.distill.internal.faces.TrainingFace.Recognition;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingFaceTest {

    private static final Embedding EAST = Embedding.copyOf(1, 0);
    private static final Embedding NORTH_EAST = Embedding.copyOf(1, 1);
    private static final Embedding NORTH = Embedding.copyOf(0, 1);

    @Test
    void labelIsMeanOfWhatTwoEmbeddersSay() {
        assertThat(face(Optional.empty()).label()).isEqualTo(0.8);
        assertThat(face(Optional.of(new Recognition(EAST, 0.4))).label()).isCloseTo(0.6, within(1e-12));
    }

    @Test
    void labelOfVariantFallsWithEachEmbedderThatNoLongerRecognizesIt() {
        TrainingFace face = face(Optional.of(new Recognition(EAST, 0.4)));

        assertThat(face.labelOfVariant(NORTH_EAST, () -> EAST))
                .isCloseTo((0.8 * Math.sqrt(0.5) + 0.4) / 2, within(1e-7));
        assertThat(face.labelOfVariant(EAST, () -> NORTH)).isCloseTo(0.4, within(1e-7));
    }

    @Test
    void labelOfVariantByTeacherAloneAsksNobodyElse() {
        assertThat(face(Optional.empty()).labelOfVariant(NORTH_EAST, () -> {
                    throw new AssertionError("there is no second embedder");
                }))
                .isCloseTo(0.8 * Math.sqrt(0.5), within(1e-7));
    }

    private static TrainingFace face(Optional<Recognition> second) {
        return new TrainingFace("a.jpg", EAST, EAST, 0.8, second);
    }
}
