package io.facequality.onnx.internal.diffusion;

/**
 * The inverse of the standard normal distribution, to a relative error of about 1e-7: rational functions, of the
 * probability in the middle and of {@code sqrt(-ln p)} in the tails.
 *
 * <p>Source: Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied Statistics 37,
 * 1988, routine PPND7.
 */
final class NormalQuantile {

    private static final double MIDDLE = 0.425;
    private static final double MIDDLE_SQUARED = 0.180625;
    private static final double FAR = 5;
    private static final double TAIL_SHIFT = 1.6;

    private NormalQuantile() {}

    /** The number below which a share of the distribution lies; the share is above 0 and below 1. */
    static double of(double share) {
        double q = share - 0.5;
        if (Math.abs(q) <= MIDDLE) {
            return q * middle(MIDDLE_SQUARED - q * q);
        }
        double r = Math.sqrt(-StrictMath.log(q < 0 ? share : 1 - share));
        double distance = r <= FAR ? tail(r - TAIL_SHIFT) : farTail(r - FAR);
        return q < 0 ? -distance : distance;
    }

    private static double middle(double r) {
        return (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
                / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1);
    }

    private static double tail(double r) {
        return (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777)
                / ((0.12021132975 * r + 0.73700164250) * r + 1);
    }

    private static double farTail(double r) {
        return (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150)
                / ((0.012258202635 * r + 0.24197894225) * r + 1);
    }
}
