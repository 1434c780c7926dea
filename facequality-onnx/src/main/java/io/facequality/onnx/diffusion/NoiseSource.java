package io.facequality.onnx.diffusion;

import io.facequality.AlignedFace;

/**
 * Where the noise of a diffusion comes from: normal numbers of mean 0 and variance 1. A source gives the same noise for
 * the same face and the same place, whenever and wherever it is asked.
 */
@FunctionalInterface
public interface NoiseSource {

    /** The noise of one face. */
    @FunctionalInterface
    interface FaceNoise {

        /**
         * Fills an array.
         *
         * @param place which of the face's draws
         * @param target takes the noise of one picture
         */
        void draw(Place place, float[] target);
    }

    /**
     * Which of a face's draws.
     *
     * @param repeat the repeat, from 0
     * @param mirrored whether it is for the mirror image
     * @param draw 0 for the noise that is added first, from 1 on for the steps of the restoration in their order
     */
    record Place(int repeat, boolean mirrored, int draw) {}

    /**
     * The noise of a face.
     *
     * @param face the face
     * @return what fills arrays with its noise; confined to one thread
     */
    FaceNoise of(AlignedFace face);

    /**
     * The same source in antithetic pairs: repeats 2k and 2k + 1 get the noise of this source's repeat k, the second
     * with its sign turned. Errors of odd order in the noise cancel in a pair's mean.
     *
     * <p>Source: Hammersley and Morton, "A new Monte Carlo technique: antithetic variates", 1956.
     *
     * @return the source of pairs
     */
    default NoiseSource inPairs() {
        return face -> {
            FaceNoise noise = of(face);
            return (place, target) -> {
                noise.draw(new Place(place.repeat() / 2, place.mirrored(), place.draw()), target);
                if (place.repeat() % 2 == 1) {
                    for (int i = 0; i < target.length; i++) {
                        target[i] = -target[i];
                    }
                }
            };
        };
    }
}
