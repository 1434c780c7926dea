package io.facequality.select.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.FaceGroup;
import io.facequality.select.FaceSelector.Representation;
import io.facequality.select.Objective;
import io.facequality.select.Objective.ComparedFaces;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faces that no selector made, as a test of somebody's own objective makes them. */
class ForeignFacesTest {

    private static final int SIZE = 9;

    @ParameterizedTest
    @EnumSource
    void givesObjectiveValuesOfTheSelectorsOwnFaces(DefinedObjective defined) {
        ComparedFaces selected = Groups.compared(new Candidates(group()), Representation.MEAN);
        ComparedFaces foreign = new Copied(selected);
        Objective objective = defined.objective();
        assertThat(objective.among(foreign).value(1, 3, 6))
                .isCloseTo(objective.among(selected).value(1, 3, 6), within(1e-12));
    }

    private static FaceGroup group() {
        Random random = new Random(5);
        float[][] embeddings = new float[SIZE][4];
        for (float[] embedding : embeddings) {
            for (int i = 0; i < embedding.length; i++) {
                embedding[i] = (float) random.nextGaussian();
            }
        }
        return Groups.of(embeddings, random.doubles(SIZE).toArray());
    }

    private record Copied(ComparedFaces faces) implements ComparedFaces {
        @Override
        public int size() {
            return faces.size();
        }

        @Override
        public double cosine(int one, int other) {
            return faces.cosine(one, other);
        }

        @Override
        public double distance(int one, int other) {
            return faces.distance(one, other);
        }

        @Override
        public double quality(int face) {
            return faces.quality(face);
        }

        @Override
        public double weight(int face) {
            return faces.weight(face);
        }
    }
}
