package io.facequality.select.internal.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.internal.Workers;
import io.facequality.select.internal.Groups;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GramMatrixTest {

    @ParameterizedTest
    @CsvSource({"1,1", "2,3", "63,5", "64,8", "65,7", "150,16"})
    void holdsSquaredDistancesOfAllPairs(int size, int dimension) {
        List<Embedding> embeddings = embeddings(size, dimension);
        GramMatrix matrix = GramMatrix.of(UnitVectors.of(embeddings), new Workers(1));
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double cosine = embeddings.get(i).cosine(embeddings.get(j));
                assertThat(matrix.row(i)[j]).isCloseTo(2 - 2 * cosine, within(1e-14));
                assertThat(matrix.row(i)[j]).isEqualTo(matrix.row(j)[i]);
            }
            assertThat(matrix.row(i)[i]).isZero();
        }
    }

    @Test
    void givesSameBitsForAnyNumberOfThreads() {
        UnitVectors vectors = UnitVectors.of(embeddings(200, 16));
        GramMatrix alone = GramMatrix.of(vectors, new Workers(1));
        GramMatrix together = GramMatrix.of(vectors, new Workers(5));
        for (int i = 0; i < 200; i++) {
            assertThat(together.row(i)).isEqualTo(alone.row(i)).isEqualTo(vectors.squaredDistances(i));
        }
    }

    @Test
    void keepsDigitsOfDistanceBetweenNearlyEqualFaces() {
        Embedding face = Embedding.copyOf(1, 0, 0);
        Embedding near = Embedding.copyOf(1, 1e-9f, 0);
        GramMatrix matrix = GramMatrix.of(UnitVectors.of(List.of(face, near)), new Workers(1));
        assertThat(Math.sqrt(matrix.row(0)[1])).isCloseTo(1e-9, within(1e-16));
    }

    @Test
    void givesCopiesNoDistance() {
        Embedding face = embeddings(1, 16).get(0);
        GramMatrix matrix = GramMatrix.of(UnitVectors.of(List.of(face, face)), new Workers(1));
        assertThat(matrix.row(0)).containsExactly(0, 0);
    }

    private static List<Embedding> embeddings(int size, int dimension) {
        FaceGroup group = Groups.random(size, 7);
        List<Embedding> embeddings = new ArrayList<>();
        for (FaceRecord face : group.faces()) {
            embeddings.add(Embedding.copyOf(face.embedding().toArray(), 0, dimension));
        }
        return embeddings;
    }
}
