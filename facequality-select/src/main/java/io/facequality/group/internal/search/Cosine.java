package io.facequality.group.internal.search;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import java.util.List;

/** The one way in which a cosine is computed: in single precision, added in the order of the components. */
public final class Cosine {

    private Cosine() {}

    static float unitComponent(Embedding embedding, int component) {
        return (float) (embedding.get(component) / embedding.norm());
    }

    public static float[] unit(Embedding embedding) {
        float[] unit = new float[embedding.dimension()];
        for (int d = 0; d < unit.length; d++) {
            unit[d] = unitComponent(embedding, d);
        }
        return unit;
    }

    /** The cosine of two unit vectors, with the bits that a {@link TileKernel} gives. */
    public static float of(float[] first, float[] second) {
        float sum = 0;
        for (int d = 0; d < first.length; d++) {
            sum = Math.fma(first[d], second[d], sum);
        }
        return sum;
    }

    /** Rounding may take an inner product of unit vectors slightly out of the range of a cosine. */
    public static double clamped(float innerProduct) {
        return innerProduct > 1 ? 1 : innerProduct < -1 ? -1 : innerProduct;
    }

    /** The dimension that all embeddings share; 0 if there are none. */
    public static int commonDimension(List<Embedding> embeddings) {
        if (embeddings.isEmpty()) {
            return 0;
        }
        int dimension = embeddings.get(0).dimension();
        for (Embedding embedding : embeddings) {
            if (embedding.dimension() != dimension) {
                throw InvalidInputException.ofValue(
                        "Cosine",
                        "embeddings of one dimension",
                        dimension + " and " + embedding.dimension() + "; they come from different models");
            }
            if (!embedding.isUsable()) {
                throw InvalidInputException.ofValue("Cosine", "finite embeddings that are not zero", embedding);
            }
        }
        return dimension;
    }

    /** The smallest inner product that counts: rounding may take one below -1, where every pair counts. */
    static double smallestThatCounts(double threshold) {
        return checkedThreshold(threshold) == -1 ? Double.NEGATIVE_INFINITY : threshold;
    }

    /** Refuses what is no cosine. */
    public static double checkedThreshold(double threshold) {
        if (!(threshold >= -1 && threshold <= 1)) {
            throw InvalidInputException.ofValue("Cosine", "a cosine from -1 to 1 as the threshold", threshold);
        }
        return threshold;
    }
}
