package io.facequality.distill.internal.faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.Embedding;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrincipalDirectionsTest {

    @Test
    void embeddingsThatLieInAPlaneKeepTheirCosinesInTwoNumbers() {
        Random random = new Random(3);
        List<Embedding> embeddings = Stream.generate(() -> inPlane(random.nextGaussian(), random.nextGaussian()))
                .limit(20)
                .toList();

        PrincipalDirections directions = PrincipalDirections.of(embeddings, 2);

        assertThat(directions.share()).isEqualTo(1, within(1e-6));
        List<Embedding> shorter = embeddings.stream().map(directions::of).toList();
        assertThat(shorter.get(0).dimension()).isEqualTo(2);
        for (int i = 1; i < embeddings.size(); i++) {
            assertThat(shorter.get(0).cosine(shorter.get(i)))
                    .isEqualTo(embeddings.get(0).cosine(embeddings.get(i)), within(1e-6));
        }
    }

    @Test
    void ordersDirectionsByVarianceWhateverTheLengths() {
        List<Embedding> embeddings = List.of(
                Embedding.copyOf(0, 1, 0), Embedding.copyOf(0, 0.01f, 0), Embedding.copyOf(0, 5, 0),
                Embedding.copyOf(900, 0, 0));

        PrincipalDirections directions = PrincipalDirections.of(embeddings, 1);

        assertThat(directions.share()).isEqualTo(0.75, within(1e-9));
        assertThat(Math.abs(directions.of(Embedding.copyOf(7, 2, 0)).get(0))).isEqualTo(2, within(1e-5f));
    }

    @Test
    void turnsToTheAxesOfAModelThatGivesTheSameFeaturesRotated() {
        Random random = new Random(5);
        List<Embedding> embeddings = Stream.generate(() -> inPlane(random.nextGaussian(), random.nextGaussian()))
                .limit(20)
                .toList();
        PrincipalDirections directions = PrincipalDirections.of(embeddings, 2);
        List<Embedding> rotated = embeddings.stream()
                .map(directions::of)
                .map(parts -> Embedding.copyOf(-2 * parts.get(1), 2 * parts.get(0)))
                .toList();

        PrincipalDirections turned = directions.turnedTo(embeddings, rotated);

        for (int i = 0; i < embeddings.size(); i++) {
            assertThat(turned.of(embeddings.get(i)).cosine(rotated.get(i))).isEqualTo(1, within(1e-6));
            assertThat(turned.of(embeddings.get(i)).norm())
                    .isEqualTo(directions.of(embeddings.get(i)).norm(), within(1e-5));
        }
    }

    private static Embedding inPlane(double a, double b) {
        return Embedding.copyOf((float) (a + b), (float) (a - b), (float) (3 * a), (float) (2 * b));
    }
}
