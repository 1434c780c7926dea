package io.facequality.examples;

import io.facequality.AlignedFace;
import io.facequality.Keep;
import io.facequality.ModelId;
import io.facequality.QualityScorer;
import io.facequality.pipeline.FacePipeline;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Your own scorer: the sharpness of a face (the mean square of its Laplacian). */
public final class SharpnessScorer {

    private static final int ROW = AlignedFace.SIZE * 3;

    private SharpnessScorer() {}

    /**
     * Makes the scorer.
     *
     * @return a scorer whose values are at least 0; higher is sharper
     */
    public static QualityScorer scorer() {
        return QualityScorer.of(ModelId.ofCode("sharpness", "1"), SharpnessScorer::sharpness);
    }

    private static double sharpness(AlignedFace face) {
        ByteBuffer pixels = face.pixels();
        double sum = 0;
        int count = 0;
        for (int y = 1; y < AlignedFace.SIZE - 1; y++) {
            for (int at = y * ROW + 3; at < (y + 1) * ROW - 3; at++) {
                int laplacian = 4 * value(pixels, at)
                        - value(pixels, at - 3)
                        - value(pixels, at + 3)
                        - value(pixels, at - ROW)
                        - value(pixels, at + ROW);
                sum += laplacian * laplacian;
                count++;
            }
        }
        return sum / count;
    }

    private static int value(ByteBuffer pixels, int at) {
        return pixels.get(at) & 0xFF;
    }

    /**
     * Selects the three best faces of each person, with sharpness as the quality.
     *
     * @param arguments the folder with the pictures
     */
    public static void main(String[] arguments) {
        try (FacePipeline faces = FacePipeline.builder().scorer(scorer()).build()) {
            faces.select(Path.of(arguments[0]), Keep.best(3))
                    .keptPictures()
                    .forEach(picture -> System.out.println(picture.path()));
        }
    }
}
