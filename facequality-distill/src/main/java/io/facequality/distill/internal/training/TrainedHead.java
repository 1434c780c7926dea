package io.facequality.distill.internal.training;

import io.facequality.Embedding;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.numbers.gamma.Erf;

/**
 * The multi-layer perceptron that turns features into a score: {@code d -> hidden -> 1} with an exact GELU between, on
 * features brought to length 1. The published head is {@code 512 -> 1024 -> 1}.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class TrainedHead {

    private final int dimension;
    private final int hidden;
    private final float[] parameters;

    private TrainedHead(int dimension, int hidden, float[] parameters) {
        this.dimension = dimension;
        this.hidden = hidden;
        this.parameters = parameters;
    }

    /**
     * A head over a copy of its parameters: the first weights, {@code [dimension][hidden]} so that a feature's lie side
     * by side, the first biases, the second weights and the second bias.
     */
    static TrainedHead copyOf(int dimension, int hidden, float[] parameters) {
        return new TrainedHead(dimension, hidden, parameters.clone());
    }

    /** How many numbers a head has. */
    static int size(int dimension, int hidden) {
        return dimension * hidden + hidden + hidden + 1;
    }

    /** Numbers to start training from: uniform within one over the root of a layer's inputs, as PyTorch starts. */
    static float[] initial(int dimension, int hidden, Random random) {
        float[] parameters = new float[size(dimension, hidden)];
        int second = dimension * hidden + hidden;
        for (int i = 0; i < parameters.length; i++) {
            double bound = 1 / Math.sqrt(i < second ? dimension : hidden);
            parameters[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return parameters;
    }

    /**
     * The length of the features that it takes.
     *
     * @return at least 1
     */
    public int dimension() {
        return dimension;
    }

    /**
     * How many units lie between.
     *
     * @return at least 1
     */
    public int hidden() {
        return hidden;
    }

    /** {@code [dimension][hidden]}. */
    float[] firstWeights() {
        return Arrays.copyOfRange(parameters, 0, dimension * hidden);
    }

    float[] firstBias() {
        return Arrays.copyOfRange(parameters, dimension * hidden, dimension * hidden + hidden);
    }

    float[] secondWeights() {
        return Arrays.copyOfRange(parameters, dimension * hidden + hidden, dimension * hidden + 2 * hidden);
    }

    float secondBias() {
        return parameters[parameters.length - 1];
    }

    /**
     * Scores a face.
     *
     * @param features an embedding with a direction, of {@link #dimension} components; its length does not matter
     * @return the score: linear, about 0..1, higher is better; NaN for an embedding without a direction
     */
    public double score(Embedding features) {
        float[] units = new float[hidden];
        activate(unit(features), parameters, units);
        return output(units, parameters);
    }

    /** An embedding brought to length 1. */
    static float[] unit(Embedding features) {
        float[] unit = features.toArray();
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (unit[i] / features.norm());
        }
        return unit;
    }

    /** The hidden units before the GELU. */
    static void activate(float[] unit, float[] parameters, float[] units) {
        int hidden = units.length;
        System.arraycopy(parameters, unit.length * hidden, units, 0, hidden);
        for (int feature = 0; feature < unit.length; feature++) {
            float value = unit[feature];
            int row = feature * hidden;
            for (int h = 0; h < hidden; h++) {
                units[h] += value * parameters[row + h];
            }
        }
    }

    /** The score from the hidden units before the GELU. */
    static double output(float[] units, float[] parameters) {
        int second = parameters.length - 1 - units.length;
        double score = parameters[parameters.length - 1];
        for (int h = 0; h < units.length; h++) {
            score += parameters[second + h] * gelu(units[h]);
        }
        return score;
    }

    static double gelu(double x) {
        return x * normalDistribution(x);
    }

    static double geluSlope(double x) {
        return normalDistribution(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    private static double normalDistribution(double x) {
        return (1 + Erf.value(x / Math.sqrt(2))) / 2;
    }
}
