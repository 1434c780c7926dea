package io.facequality.images.internal.quality;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.Image;
import java.util.OptionalDouble;

/** The two measurements of our own before their calibration, for the program that calibrates them. */
public final class Ladders {

    private Ladders() {}

    /** How many times as much far pixels differ as near ones; empty for a face without any detail. */
    public static OptionalDouble smoothness(AlignedFace face) {
        return new FaceDetail(face.image().toRgb(), FaceMask.unbounded()).smoothness();
    }

    /** By how many gray levels steps along a grid of blocks are larger than others. */
    public static double steps(Image picture, Box box) {
        return new Blockiness(picture, box).steps();
    }
}
