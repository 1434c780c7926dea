package io.facequality.convert.internal.network;

import java.util.Optional;

/** A network that turns aligned faces into features. Immutable and safe to share. */
sealed interface Backbone permits MobileFaceNet, IResNet {

    /** The side of the last maps: 112 halved four times. */
    int LAST_SIDE = 7;

    /** The name of the features. */
    String FEATURES = "features";

    /** The backbone that weights are for, by their names. Sizes whose tensors are missing are unknown. */
    static Optional<Backbone> of(NetworkWeights weights) {
        if (MobileFaceNet.fits(weights)) {
            return Optional.of(MobileFaceNet.of(weights));
        }
        return IResNet.fits(weights) ? Optional.of(IResNet.of(weights)) : Optional.empty();
    }

    /** Which network it is, in words for people. */
    String variant();

    /** The length of the features. */
    long dimension();

    /**
     * The features of faces, an output of the network.
     *
     * @param faces {@code [n,3,112,112]}
     * @return {@code [n,dimension]}
     */
    <T> T features(NetworkOperators<T> operators, T faces);
}
