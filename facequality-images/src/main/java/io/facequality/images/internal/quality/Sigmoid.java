package io.facequality.images.internal.quality;

/**
 * The logistic curve with which ISO/IEC 29794-5 brings measured values to a scale.
 *
 * @param center where it is 0.5
 * @param width how far it takes to rise; above 0
 */
record Sigmoid(double center, double width) {

    double at(double x) {
        return 1 / (1 + Math.exp((center - x) / width));
    }

    /** The same curve, falling. */
    double falling(double x) {
        return 1 - at(x);
    }
}
