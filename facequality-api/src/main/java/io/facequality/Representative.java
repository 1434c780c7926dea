package io.facequality;

import java.util.Arrays;

/**
 * One vector that stands for a group: the mean of the kept faces' normalized embeddings, in double precision.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Representative {

    private final double[] values;

    private Representative(double[] values) {
        this.values = values;
    }

    /**
     * Copies a vector.
     *
     * @param values its components, finite
     * @return the representative
     * @throws InvalidInputException if there are no components or one is not finite
     */
    public static Representative copyOf(double... values) {
        if (values.length == 0 || !Arrays.stream(values).allMatch(Double::isFinite)) {
            throw InvalidInputException.ofValue("Representative", "finite components", Arrays.toString(values));
        }
        return new Representative(values.clone());
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
     * A copy of the components.
     *
     * @return the vector
     */
    public double[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Representative that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Representative[dimension=" + values.length + "]";
    }
}
