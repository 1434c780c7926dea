package io.facequality.select;

import io.facequality.select.internal.objective.FaceWeights;
import io.facequality.select.internal.objective.GramMatrix;
import java.util.Arrays;

/**
 * The faces of a group as an {@link Objective} sees them: ordinals from 0 to below {@link #size}, in the order of their
 * ids, with their qualities, weights, and the Gram matrix of their embeddings, each divided by its length. Immutable,
 * safe for several threads; every method takes constant time.
 */
public final class ComparedFaces {

    private final GramMatrix matrix;
    private final FaceWeights weights;
    private final double[] qualities;

    public ComparedFaces(GramMatrix matrix, FaceWeights weights, double[] qualities) {
        this.matrix = matrix;
        this.weights = weights;
        this.qualities = qualities;
    }

    /**
     * How many faces there are.
     *
     * @return at least 1
     */
    public int size() {
        return matrix.size();
    }

    /**
     * How alike two faces are.
     *
     * @param one an ordinal
     * @param other an ordinal
     * @return the cosine of their embeddings, from -1 to 1 but for rounding
     */
    public double cosine(int one, int other) {
        return 1 - matrix.row(one)[other] / 2;
    }

    /**
     * How far apart two faces are; near 0 more exact than what follows from the cosine.
     *
     * @param one an ordinal
     * @param other an ordinal
     * @return the Euclidean distance of their normalized embeddings, from 0 to 2; exactly 0 for equal ones
     */
    public double distance(int one, int other) {
        return Math.sqrt(matrix.row(one)[other]);
    }

    /**
     * A face's quality.
     *
     * @param face an ordinal
     * @return the model's score, finite; higher is better
     */
    public double quality(int face) {
        return qualities[face];
    }

    /**
     * How much a face counts, by the selector's {@link io.facequality.QualityWeighting}.
     *
     * @param face an ordinal
     * @return at least 0 and below 2; only ratios mean something, and all are 0 if no face counts
     */
    public double weight(int face) {
        return weights.leftOut(face);
    }

    /** Some of the faces, whose ordinals are their places among these. */
    public ComparedFaces of(int[] faces) {
        return new ComparedFaces(
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
    public double[] positiveWeights() {
        double[] all = weights.leftOut();
        boolean weightless = Arrays.stream(all).allMatch(weight -> weight == 0);
        if (weightless) {
            Arrays.fill(all, 1);
        }
        return all;
    }
}
