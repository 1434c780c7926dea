package io.facequality.distill.internal.torch;

import ai.djl.ndarray.NDArray;

/**
 * The optimizer of Jordan et al., "Muon: an optimizer for hidden layers in neural networks" (2024), for weights that
 * are matrices, such as those of a dense convolution: the momentum of the gradient, brought to a matrix whose singular
 * values are all near 1, so that every direction is learned, not only the strongest.
 */
final class TorchMuon {

    private static final float MOMENTUM = 0.95f;
    /** Narrower matrices have too few directions. */
    private static final int NARROWEST = 32;

    /** The published polynomial: it brings singular values near 1 in five steps, and no closer. */
    private static final float LINEAR = 3.4445f;
    private static final float CUBIC = -4.7750f;
    private static final float QUINTIC = 2.0315f;
    private static final int ITERATIONS = 5;
    private static final double SHORTEST = 1e-7;

    private TorchMuon() {}

    /** Whether weights of this shape are such a matrix: one row per output, all the others its columns. */
    static boolean takes(long[] shape) {
        return shape.length > 1 && shape[0] >= NARROWEST && columns(shape) >= 2 * NARROWEST;
    }

    private static long columns(long[] shape) {
        long columns = 1;
        for (int i = 1; i < shape.length; i++) {
            columns *= shape[i];
        }
        return columns;
    }

    /**
     * Where a weight is to go, once the rate is applied.
     *
     * @param gradient the weight's; what is computed lives as long
     * @param momentum the weight's own, which is changed
     * @return of the shape of the gradient
     */
    static NDArray direction(NDArray gradient, NDArray momentum) {
        long[] shape = gradient.getShape().getShape();
        long columns = columns(shape);
        momentum.muli(MOMENTUM).addi(gradient);
        // Nesterov's: the gradient once more. Its length does not matter.
        NDArray ahead = gradient.mul(1 / MOMENTUM).add(momentum).reshape(shape[0], columns);
        NDArray even = shape[0] > columns ? evened(ahead.transpose()).transpose() : evened(ahead);
        double longer = Math.sqrt(Math.max(1, (double) shape[0] / columns));
        return even.mul((float) longer).reshape(gradient.getShape());
    }

    /** A Newton-Schulz iteration of a matrix that is at least as wide as high. */
    private static NDArray evened(NDArray matrix) {
        double length = Math.sqrt(matrix.square().sum().toFloatArray()[0]);
        NDArray even = matrix.mul((float) (1 / (length + SHORTEST)));
        for (int i = 0; i < ITERATIONS; i++) {
            NDArray square = even.matMul(even.transpose());
            NDArray factor = square.mul(CUBIC).add(square.matMul(square).mul(QUINTIC));
            even = even.mul(LINEAR).add(factor.matMul(even));
        }
        return even;
    }
}
