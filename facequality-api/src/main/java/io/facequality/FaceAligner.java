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

    /**
     * Aligns a face of a picture that need not be decoded as a whole. An aligner asks for the size in which the face has
     * the pixels that it needs; by default it is given the whole.
     *
     * @param picture the picture
     * @param face a face in it, in the pixels of the whole
     * @return the face, whose {@linkplain AlignedFace#eyeDistance() eye distance} is that in the whole
     */
    default AlignedFace align(ImagePyramid picture, DetectedFace face) {
        return align(picture.whole(), face);
    }
}
