package io.facequality;

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
}
