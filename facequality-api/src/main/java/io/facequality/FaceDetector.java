package io.facequality;

import java.util.List;

/** Finds the faces in a picture. */
@FunctionalInterface
public interface FaceDetector extends AutoCloseable {

    /**
     * Finds faces. Safe to call from several threads at once.
     *
     * @param image the picture
     * @return the faces in the picture's pixel coordinates, the largest first; empty if there are none
     * @throws FaceQualityException.ClosedException after {@link #close()}
     */
    List<DetectedFace> detect(Image image);

    /**
     * Finds faces in a picture that need not be decoded as a whole. A detector that works on smaller pictures asks for
     * the size that it works on, and for a larger one if it has to look again; by default it is given the whole.
     *
     * @param picture the picture
     * @return the faces in the pixel coordinates of the whole, the largest first; empty if there are none
     * @throws FaceQualityException.ClosedException after {@link #close()}
     */
    default List<DetectedFace> detect(ImagePyramid picture) {
        return detect(picture.whole());
    }

    /**
     * Which model detects; it goes into every plan.
     *
     * @return the model's identity; by default the implementing class, without a digest
     */
    default ModelId model() {
        return ModelId.ofCode(this);
    }

    /** Releases what the detector holds; idempotent, waits for calls in flight. A lambda holds nothing. */
    @Override
    default void close() {}
}
