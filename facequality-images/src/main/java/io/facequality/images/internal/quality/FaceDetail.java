package io.facequality.images.internal.quality;

import io.facequality.AlignedFace;
import java.util.OptionalDouble;

/**
 * How blurred an aligned face is: the standard deviation, in its pixels, of the Gaussian that would blur a sharp one as
 * much. It is told by how much pixels differ from those eight further on, beside how much they differ from the next ones:
 * of a sharp face not much more, of a smooth one up to eight times as much. Contrast and brightness leave that alone.
 */
final class FaceDetail {

    private static final int SIZE = AlignedFace.SIZE;
    private static final int CHANNELS = 3;
    private static final int FAR = 8;

    /**
     * The median smoothness of sharp faces that are blurred, and by how much: {@code benchmarks/run.sh
     * quality-components ladder}, on the sharpest 150 of 600 faces of LFW.
     */
    private static final double[][] LADDER = {
        {3.75, 0}, {4.21, 0.6}, {4.47, 0.8}, {4.85, 1.1}, {5.22, 1.4}, {5.66, 1.8}, {6.02, 2.2}, {6.7, 3.2}, {7.14, 4.5},
        {7.42, 6.5},
    };

    private final int[] gray = new int[SIZE * SIZE];
    private final FaceMask mask;

    FaceDetail(byte[] rgb, FaceMask mask) {
        this.mask = mask;
        for (int i = 0, at = 0; i < gray.length; i++, at += CHANNELS) {
            gray[i] = 54 * (rgb[at] & 0xFF) + 183 * (rgb[at + 1] & 0xFF) + 19 * (rgb[at + 2] & 0xFF);
        }
    }

    /** How many times as much far pixels differ as near ones; empty where nothing differs. */
    OptionalDouble smoothness() {
        long near = 0;
        long far = 0;
        for (int y = 0; y < SIZE; y++) {
            int end = y * SIZE + mask.past()[y];
            for (int at = y * SIZE + mask.first()[y] + FAR; at < end; at++) {
                near += Math.abs(gray[at] - gray[at - 1]);
                far += Math.abs(gray[at] - gray[at - FAR]);
            }
        }
        for (int y = FAR; y < SIZE; y++) {
            int end = y * SIZE + Math.min(mask.past()[y], mask.past()[y - FAR]);
            for (int at = y * SIZE + Math.max(mask.first()[y], mask.first()[y - FAR]); at < end; at++) {
                near += Math.abs(gray[at] - gray[at - SIZE]);
                far += Math.abs(gray[at] - gray[at - FAR * SIZE]);
            }
        }
        return near == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) far / near);
    }

    /** In pixels of the aligned face; empty for a face without any detail. */
    OptionalDouble blur() {
        OptionalDouble smoothness = smoothness();
        return smoothness.isPresent() ? OptionalDouble.of(blur(smoothness.getAsDouble())) : OptionalDouble.empty();
    }

    /** Along straight lines between the rungs of the ladder, and at most as much as its last one. */
    private static double blur(double smoothness) {
        for (int i = 1; i < LADDER.length; i++) {
            if (smoothness < LADDER[i][0]) {
                double share = (smoothness - LADDER[i - 1][0]) / (LADDER[i][0] - LADDER[i - 1][0]);
                return Math.max(0, LADDER[i - 1][1] + share * (LADDER[i][1] - LADDER[i - 1][1]));
            }
        }
        return LADDER[LADDER.length - 1][1];
    }
}
