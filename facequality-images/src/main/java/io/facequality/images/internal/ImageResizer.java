package io.facequality.images.internal;

import io.facequality.Image;

/** Brings a picture to another size. */
@FunctionalInterface
public interface ImageResizer {

    /**
     * Resizes a picture. Safe to call from several threads at once.
     *
     * @param image the picture
     * @param width the new width, at least 1 pixel
     * @param height the new height, at least 1 pixel; the sides' ratio need not be kept
     * @return the resized picture; the picture itself if it has that size already
     */
    Image resize(Image image, int width, int height);
}
