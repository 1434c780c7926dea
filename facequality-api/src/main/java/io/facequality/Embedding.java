package io.facequality;

import io.facequality.FaceQualityException.InvalidInputException;
import java.util.Arrays;

/**
 * A face as a vector: faces of one person lie close together. The raw numbers of the model, with their length cached.
 *
 * <p>Immutable and safe to share between threads. Embeddings of different models must not be compared.
 */
public final class Embedding {

    private final float[] values;
    private final double norm;

    private Embedding(float[] values) {
        this.values = values;
        this.norm = Math.sqrt(dot(values, values));
    }

    /**
     * Copies a vector.
     *
     * @param values its components, at least one
     * @return the embedding
     * @throws InvalidInputException if there are none
     */
    public static Embedding copyOf(float... values) {
        return copyOf(values, 0, values.length);
    }

    /**
     * Copies a part of an array, such as one row of a batch.
     *
     * @param values the array
     * @param from the first component's index
     * @param length how many components, at least one
     * @return the embedding
     * @throws InvalidInputException if the length is not positive
     */
    public static Embedding copyOf(float[] values, int from, int length) {
        if (length < 1) {
            throw InvalidInputException.ofValue("Embedding", "at least one component", length);
        }
        return new Embedding(Arrays.copyOfRange(values, from, from + length));
    }

    /**
     * The number of components.
     *
     * @return at least 1
     */
    public int dimension() {
        return values.length;
    }

    /**
     * One component.
     *
     * @param index from 0 to below {@link #dimension()}
     * @return the model's raw number
     */
    public float get(int index) {
        return values[index];
    }

    /**
     * A copy of the components.
     *
     * @return the model's raw numbers
     */
    public float[] toArray() {
        return values.clone();
    }

    /**
     * The Euclidean length, computed once.
     *
     * @return at least 0; not finite if a component is not
     */
    public double norm() {
        return norm;
    }

    /**
     * Whether the vector has a direction, so that it can be compared.
     *
     * @return false if a component is not finite or all are zero
     */
    public boolean isUsable() {
        return norm > 0 && Double.isFinite(norm);
    }

    /**
     * The inner product, summed in double precision.
     *
     * @param other an embedding of the same model
     * @return the sum of the products of the components
     * @throws InvalidInputException if the dimensions differ
     */
    public double dot(Embedding other) {
        if (values.length != other.values.length) {
            throw InvalidInputException.ofValue(
                    "Embedding",
                    "embeddings of one dimension",
                    values.length + " and " + other.values.length + "; they come from different models");
        }
        return dot(values, other.values);
    }

    /**
     * The cosine similarity.
     *
     * @param other an embedding of the same model
     * @return from -1 to 1, higher is more alike; NaN if either {@linkplain #isUsable() has no direction}
     * @throws InvalidInputException if the dimensions differ
     */
    public double cosine(Embedding other) {
        return Math.max(-1, Math.min(1, dot(other) / (norm * other.norm)));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Embedding that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Embedding[dimension=" + values.length + ", norm=" + norm + "]";
    }
}
