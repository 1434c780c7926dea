package io.facequality.select.internal.objective;

import io.facequality.select.Objective.ComparedFaces;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The faces of a group with the matrices that the library's objectives compute from. Immutable. */
public final class GroupFaces implements ComparedFaces {

    private final GramMatrix matrix;
    private final FaceWeights weights;
    private final double[] qualities;

    public GroupFaces(GramMatrix matrix, FaceWeights weights, double[] qualities) {
        this.matrix = matrix;
        this.weights = weights;
        this.qualities = qualities;
    }

    /** The faces themselves where a selector made them; of others a copy, with the plain mean as representative. */
    static GroupFaces of(ComparedFaces faces) {
        return faces instanceof GroupFaces selected
                ? selected
                : new GroupFaces(
                        GramMatrix.ofDistances(faces.size(), faces::distance),
                        FaceWeights.ofPlainMean(all(faces.size()).mapToDouble(faces::weight).toArray()),
                        all(faces.size()).mapToDouble(faces::quality).toArray());
    }

    private static IntStream all(int size) {
        return IntStream.range(0, size);
    }

    @Override
    public int size() {
        return matrix.size();
    }

    @Override
    public double cosine(int one, int other) {
        return 1 - matrix.row(one)[other] / 2;
    }

    @Override
    public double distance(int one, int other) {
        return Math.sqrt(matrix.row(one)[other]);
    }

    @Override
    public double quality(int face) {
        return qualities[face];
    }

    @Override
    public double weight(int face) {
        return weights.leftOut(face);
    }

    /** Some of the faces, whose ordinals are their places among these. */
    public GroupFaces of(int[] faces) {
        return new GroupFaces(
                matrix.of(faces),
                weights.of(faces),
                Arrays.stream(faces).mapToDouble(face -> qualities[face]).toArray());
    }

    /** A copy of the qualities by ordinal. */
    public double[] qualities() {
        return qualities.clone();
    }

    public GramMatrix matrix() {
        return matrix;
    }

    public FaceWeights weights() {
        return weights;
    }

    /** A copy of the weights; 1 each where all are 0. */
    double[] positiveWeights() {
        double[] all = weights.leftOut();
        boolean weightless = Arrays.stream(all).allMatch(weight -> weight == 0);
        if (weightless) {
            Arrays.fill(all, 1);
        }
        return all;
    }
}
