package io.facequality.select.internal;

import io.facequality.FaceGroup;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** A group's numbers, with copies, opposite faces and equal, zero and negative qualities among them. */
record RandomFaces(float[][] embeddings, double[] qualities) {

    static Arbitrary<RandomFaces> ofAtMost(int largest) {
        return Combinators.combine(Arbitraries.integers().between(2, largest), Arbitraries.integers().between(1, 6))
                .flatAs((size, dimension) -> Combinators.combine(
                                Arbitraries.oneOf(coarse(dimension), fine(dimension))
                                        .array(float[][].class)
                                        .ofSize(size),
                                Arbitraries.of(-0.5, 0.0, 0.25, 0.5, 0.75, 3.0)
                                        .array(double[].class)
                                        .ofSize(size))
                        .as(RandomFaces::new));
    }

    /** Few directions, so that many faces are copies of others or opposite to them. */
    private static Arbitrary<float[]> coarse(int dimension) {
        return Arbitraries.of(-1f, 0f, 2f)
                .array(float[].class)
                .ofSize(dimension)
                .map(RandomFaces::withDirection);
    }

    private static Arbitrary<float[]> fine(int dimension) {
        return Arbitraries.floats()
                .between(-1, 1)
                .array(float[].class)
                .ofSize(dimension)
                .map(RandomFaces::withDirection);
    }

    private static float[] withDirection(float[] values) {
        float[] copy = values.clone();
        copy[0] = copy[0] == 0 ? 1 : copy[0];
        return copy;
    }

    int size() {
        return qualities.length;
    }

    FaceGroup group() {
        return Groups.of(embeddings, qualities);
    }

    @Override
    public String toString() {
        return Arrays.deepToString(embeddings) + " " + Arrays.toString(qualities);
    }
}
