package io.facequality;

/** Cuts a face out of a picture and turns it upright. */
@FunctionalInterface
public interface FaceAligner {

    /**
     * Aligns a face. Safe to call from several threads at once.
     *
     * @param image the picture
     * @param face a face in it
     * @return the face, 112 x 112 pixels; what lies outside the picture is black
     */
    AlignedFace align(Image image, DetectedFace face);
}
