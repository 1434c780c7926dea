package io.facequality.select.internal.objective;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceRecord;
import io.facequality.QualityScore.QualityWeighting;
import io.facequality.select.FaceSelector.Representation;
import java.util.Arrays;
import java.util.List;

/** How much each face counts: as one that is left out, and within the representative as one that is kept. Immutable. */
public final class FaceWeights {

    /** A weight that is smaller than this part of the largest counts as 0, so that no product of weights underflows. */
    private static final double NEGLIGIBLE = 1e-100;

    private final Representation representation;
    private final double[] leftOut;
    private final double[] shares;

    private FaceWeights(Representation representation, double[] leftOut, double[] shares) {
        this.representation = representation;
        this.leftOut = leftOut;
        this.shares = shares;
    }

    public static FaceWeights of(List<FaceRecord> faces, QualityWeighting weighting, Representation representation) {
        double[] weights = faces.stream().mapToDouble(face -> weight(face, weighting)).toArray();
        scaleToOne(weights);
        return representation == Representation.MEAN
                ? ofPlainMean(weights)
                : new FaceWeights(representation, weights, weights);
    }

    /** Weights that are ready for use, of faces that count the same in a representative. */
    static FaceWeights ofPlainMean(double[] weights) {
        double[] shares = new double[weights.length];
        Arrays.fill(shares, 1);
        return new FaceWeights(Representation.MEAN, weights, shares);
    }

    private static double weight(FaceRecord face, QualityWeighting weighting) {
        double weight = weighting.weight(face.quality());
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new InvalidInputException(new Problem(
                    "cannot weigh the face",
                    face.id().toString(),
                    "a finite weight of at least 0",
                    weight + " for the quality " + face.quality().value(),
                    "Use a QualityWeighting that maps every score to such a weight, for instance"
                            + " QualityWeighting.atLeast(" + QualityWeighting.DEFAULT_FLOOR + ")."));
        }
        return weight;
    }

    /** Only ratios matter. A power of two changes no digit, and keeps sums of huge weights finite. */
    private static void scaleToOne(double[] weights) {
        double largest = Arrays.stream(weights).max().orElseThrow();
        if (largest == 0) {
            return;
        }
        int exponent = Math.getExponent(largest);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weights[i] < NEGLIGIBLE * largest ? 0 : Math.scalb(weights[i], -exponent);
        }
    }

    /** The weights of some of the faces, in the order of their ordinals. */
    public FaceWeights of(int[] faces) {
        return new FaceWeights(
                representation,
                Arrays.stream(faces).mapToDouble(face -> leftOut[face]).toArray(),
                Arrays.stream(faces).mapToDouble(face -> shares[face]).toArray());
    }

    Representation representation() {
        return representation;
    }

    /** A copy of the weights of all faces as left-out ones. */
    public double[] leftOut() {
        return leftOut.clone();
    }

    public double leftOut(int face) {
        return leftOut[face];
    }

    double share(int face) {
        return shares[face];
    }

    /** The part of each of these faces in their mean, summing to 1; equal parts if they all weigh nothing. */
    public double[] parts(int[] kept) {
        double[] parts = Arrays.stream(kept).mapToDouble(face -> shares[face]).toArray();
        if (Arrays.stream(parts).allMatch(part -> part == 0)) {
            Arrays.fill(parts, 1);
        }
        double sum = Arrays.stream(parts).sum();
        return Arrays.stream(parts).map(part -> part / sum).toArray();
    }
}
