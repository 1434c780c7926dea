package io.facequality.images.internal.quality;

/**
 * The JPEG quality at which blocks are seen as much: the median of 100 photographs of LFW that were compressed, by {@code
 * benchmarks/run.sh quality-components ladder}. Of those that never were, one in twenty shows steps of 0.4 or more.
 */
final class CompressionLadder {

    /** Gray levels, and the quality that libjpeg calls it. */
    private static final double[][] LADDER = {
        {0.5, 100}, {0.94, 60}, {1.23, 50}, {1.65, 40}, {2.27, 30}, {3.49, 20}, {4.34, 15}, {5.87, 10}, {8.78, 5},
        {11.1, 2}, {14, 0},
    };

    private CompressionLadder() {}

    static double quality(double steps) {
        for (int i = 0; i < LADDER.length; i++) {
            if (steps <= LADDER[i][0]) {
                return i == 0 ? LADDER[0][1] : between(LADDER[i - 1], LADDER[i], steps);
            }
        }
        return LADDER[LADDER.length - 1][1];
    }

    private static double between(double[] from, double[] to, double steps) {
        double share = (steps - from[0]) / (to[0] - from[0]);
        return from[1] + share * (to[1] - from[1]);
    }
}
