package io.facequality.distill.internal.loss;

/**
 * How far a student's feature map is from the teacher's: the mean squared difference, each of the teacher's channels
 * brought to mean 0 and deviation 1 over the batch. A map says of every place what the features say of the whole face,
 * so a few thousand images teach more (Romero et al., "FitNets: hints for thin deep nets", ICLR 2015). All sums are
 * taken in double precision. For one thread.
 */
public final class HintLoss {

    /** What keeps a channel that is the same everywhere from being divided by zero. */
    private static final double STABILIZER = 1e-6;

    /** Of each number of the output, times how fast it changes with that number. */
    private final float[] differences;
    private final double value;

    private HintLoss(float[] differences, double value) {
        this.differences = differences;
        this.value = value;
    }

    /**
     * Compares maps that a layer made: they are to have mean 0 and deviation 1 too.
     *
     * @param output the student's maps, {@code [n,channels,places]}
     * @param maps the teacher's, {@code [n][channels * places]}
     */
    public static HintLoss ofStandardized(float[] output, float[][] maps, int channels) {
        return of(output, maps, channels, true);
    }

    /**
     * Compares maps of one scale.
     *
     * @param output the student's maps, {@code [n,channels,places]}
     * @param maps the teacher's, {@code [n][channels * places]}
     */
    public static HintLoss of(float[] output, float[][] maps, int channels) {
        return of(output, maps, channels, false);
    }

    private static HintLoss of(float[] output, float[][] maps, int channels, boolean standardized) {
        int size = maps[0].length;
        int places = size / channels;
        float[] differences = new float[output.length];
        double squares = 0;
        for (int channel = 0; channel < channels; channel++) {
            double mean = mean(maps, channel * places, places);
            double scale = 1 / deviation(maps, channel * places, places, mean);
            double shift = standardized ? 0 : mean;
            double outputScale = standardized ? 1 : scale;
            for (int face = 0; face < maps.length; face++) {
                for (int place = channel * places; place < (channel + 1) * places; place++) {
                    double wanted = (maps[face][place] - mean) * scale;
                    double difference = (output[face * size + place] - shift) * outputScale - wanted;
                    differences[face * size + place] = (float) (difference * outputScale);
                    squares += difference * difference;
                }
            }
        }
        return new HintLoss(differences, squares / output.length);
    }

    private static double mean(float[][] maps, int from, int places) {
        double sum = 0;
        for (float[] map : maps) {
            for (int place = from; place < from + places; place++) {
                sum += map[place];
            }
        }
        return sum / ((double) maps.length * places);
    }

    private static double deviation(float[][] maps, int from, int places, double mean) {
        double squares = 0;
        for (float[] map : maps) {
            for (int place = from; place < from + places; place++) {
                squares += (map[place] - mean) * (map[place] - mean);
            }
        }
        return Math.sqrt(squares / ((double) maps.length * places) + STABILIZER);
    }

    public double value() {
        return value;
    }

    /** The gradient with respect to the student's maps, times a factor. */
    public float[] gradient(double factor) {
        float[] gradient = new float[differences.length];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (float) (factor * 2 * differences[i] / gradient.length);
        }
        return gradient;
    }
}
