package io.facequality;

import io.facequality.FaceQualityException.InvalidInputException;

/** Turns a picture's bytes into pixels. */
@FunctionalInterface
public interface ImageDecoder {

    /**
     * Decodes a picture. Safe to call from several threads at once.
     *
     * @param source where the picture comes from
     * @return its pixels in 8-bit RGB, or why it cannot be used; hostile bytes are a rejection, never an exception
     */
    Outcome<Image> decode(ImageSource source);

    /**
     * How much smaller this decoder can make a picture.
     *
     * @return the largest reduction that {@link #decode(ImageSource, int)} takes, a power of 2; by default 1, for a
     *     decoder that gives whole pictures alone
     */
    default int largestReduction() {
        return 1;
    }

    /**
     * Decodes a picture in a smaller size. Safe to call from several threads at once.
     *
     * @param source where the picture comes from
     * @param reduction how many pixels of the whole lie along one that is decoded: a power of 2, from 1 for the whole to
     *     {@link #largestReduction()}
     * @return the picture, reduced by exactly that, or why it cannot be used
     * @throws InvalidInputException if the reduction is another number
     */
    default Outcome<ImagePyramid.Level> decode(ImageSource source, int reduction) {
        if (reduction != 1) {
            throw InvalidInputException.ofValue("ImageDecoder", "a reduction of 1", reduction);
        }
        return decode(source).map(ImagePyramid.Level::of);
    }
}
