package io.facequality.distill.internal.student;

import io.facequality.convert.internal.network.FaceNetwork.Output;
import io.facequality.convert.internal.network.Network;
import io.facequality.convert.internal.network.NetworkOperators;
import io.facequality.convert.internal.network.NetworkOperators.Linear;
import io.facequality.convert.internal.network.NetworkOperators.Normalization;
import io.facequality.convert.internal.network.QualityHead;
import java.util.List;

/**
 * Features and a score of a vector. The score uses the vector and not the features: they have length 1, and the length
 * before says something about the quality. It is the logistic function of what the head gives, so it lies between 0 and
 * 1.
 *
 * @param width the length of the vector
 * @param dimension the length of the features
 * @param hidden the units between the vector and the score
 */
record VectorHead(int width, int dimension, int hidden) {

    /** In single precision, as DJL takes it in training. */
    static final double EPSILON = (float) Normalization.USUAL_EPSILON;

    <T> Output<T> output(NetworkOperators<T> operators, T vectors, List<T> maps) {
        return new Output<>(features(operators, vectors), quality(operators, vectors), maps);
    }

    private <T> T features(NetworkOperators<T> operators, T vectors) {
        Linear layer = Linear.unbiased(Network.BACKBONE_PREFIX + "linear", width, dimension);
        return operators.safeUnit(operators.normalized(
                operators.linear(vectors, layer),
                new Normalization(Network.BACKBONE_PREFIX + "bn", dimension, EPSILON)));
    }

    private <T> T quality(NetworkOperators<T> operators, T vectors) {
        T units =
                operators.relu(operators.linear(vectors, Linear.of(QualityHead.PREFIX + "l1", width, hidden)));
        return operators.logistic(operators.linear(units, Linear.of(QualityHead.PREFIX + "l2", hidden, 1)));
    }
}
