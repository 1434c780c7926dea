package io.facequality.distill.internal.loss;

/**
 * How far the similarities within a batch are from the teacher's: the mean over all ordered pairs of two faces of
 * {@code (cos(f_i, f_j) - cos(t_i, t_j))^2}. The features may have any length; the gradient takes that into account.
 * All sums are taken in double precision. For one thread.
 */
final class RelationalLoss {

    private final float[][] directions;
    private final double[] lengths;
    private final double[][] differences;
    private final double value;

    private RelationalLoss(float[][] directions, double[] lengths, double[][] differences, double value) {
        this.directions = directions;
        this.lengths = lengths;
        this.differences = differences;
        this.value = value;
    }

    /** Compares; a batch of one face has no relations, and the loss 0. */
    static RelationalLoss of(float[][] features, float[][] teacher) {
        int size = features.length;
        double[] lengths = lengths(features);
        float[][] directions = directions(features, lengths);
        float[][] wanted = directions(teacher, lengths(teacher));
        double[][] differences = new double[size][size];
        double squares = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                double difference = dot(directions[i], directions[j]) - dot(wanted[i], wanted[j]);
                differences[i][j] = difference;
                differences[j][i] = difference;
                squares += 2 * difference * difference;
            }
        }
        return new RelationalLoss(directions, lengths, differences, size > 1 ? squares / pairs(size) : 0);
    }

    private static double pairs(int size) {
        return (double) size * (size - 1);
    }

    private static double[] lengths(float[][] rows) {
        double[] lengths = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            lengths[row] = Math.sqrt(dot(rows[row], rows[row]));
        }
        return lengths;
    }

    private static float[][] directions(float[][] rows, double[] lengths) {
        float[][] directions = new float[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            directions[row] = new float[rows[row].length];
            for (int i = 0; i < directions[row].length; i++) {
                directions[row][i] = (float) (rows[row][i] / lengths[row]);
            }
        }
        return directions;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    double value() {
        return value;
    }

    /** Adds the gradient with respect to the features, times a factor. */
    void addGradient(double factor, float[][] gradient) {
        int size = directions.length;
        for (int i = 0; i < size; i++) {
            double[] pull = new double[directions[i].length];
            for (int j = 0; j < size; j++) {
                double weight = 4 * factor * differences[i][j] / pairs(size);
                if (weight != 0) {
                    for (int k = 0; k < pull.length; k++) {
                        pull[k] += weight * directions[j][k];
                    }
                }
            }
            double along = 0;
            for (int k = 0; k < pull.length; k++) {
                along += pull[k] * directions[i][k];
            }
            for (int k = 0; k < pull.length; k++) {
                gradient[i][k] += (float) ((pull[k] - along * directions[i][k]) / lengths[i]);
            }
        }
    }
}
