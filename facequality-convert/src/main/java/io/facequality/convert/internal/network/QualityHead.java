package io.facequality.convert.internal.network;

import io.facequality.convert.internal.network.NetworkOperators.Linear;

/**
 * eDifFIQA's head: features, a hidden layer with exact GELU, one number (FIQA by distillation, Babnik et al. 2024).
 *
 * @param dimension the length of the features
 * @param hidden the units of the hidden layer
 */
public record QualityHead(long dimension, long hidden) {

    /** What the names of its weights begin with. */
    public static final String PREFIX = "mlp.";

    /** The name of the quality. */
    static final String QUALITY = "quality";

    static boolean fits(NetworkWeights weights) {
        return weights.has(PREFIX + "l1.weight") || weights.has(PREFIX + "l2.weight");
    }

    static QualityHead of(NetworkWeights weights, long dimension) {
        return new QualityHead(dimension, weights.size(PREFIX + "l1.weight", 0));
    }

    /**
     * The quality of faces, an output of the network.
     *
     * @param features {@code [n,dimension]}
     * @return {@code [n,1]}
     */
    public <T> T quality(NetworkOperators<T> operators, T features) {
        T units = operators.gelu(operators.linear(features, Linear.of(PREFIX + "l1", dimension, hidden)));
        return operators.naming(QUALITY).linear(units, Linear.of(PREFIX + "l2", hidden, 1));
    }
}
