package io.facequality.select.internal.objective;

import io.facequality.internal.Workers;
import io.facequality.select.Objective.PartialChoice;
import io.facequality.select.internal.search.RelaxableValue;
import io.facequality.select.internal.search.Relaxer;
import java.util.Arrays;

/**
 * The published leave-p-out objective: the weighted mean distance of the left-out faces to the (weighted) mean {@code
 * m} of the kept ones.
 *
 * <p>For shares {@code p} of the kept faces that sum to 1, and squared distances {@code D} between faces,
 *
 * <pre>{@code |e_j - m|^2 = sum_i p_i D_ij - sum_{i<l} p_i p_l D_il}</pre>
 *
 * so no vector is touched: a face more on the pile adds one row to the sums, O(n) whatever the dimension. The same
 * follows from inner products, but with a loss: where a face lies near the mean, the difference of numbers near 1
 * leaves an error of 1e-8 in the distance. Squared distances are small there themselves. For unit vectors the second
 * sum, the spread {@code V}, is {@code 1 - |m|^2}, the distance at least {@code 1 - |m| >= V/2}, and the error of the
 * distance therefore a few units in the last place of 1. The faces of one group that are exact copies get exactly 0.
 */
public final class CentralValue implements RelaxableValue {

    private final GroupFaces faces;
    private final GramMatrix matrix;
    private final FaceWeights weights;

    public CentralValue(GroupFaces faces) {
        this.faces = faces;
        this.matrix = faces.matrix();
        this.weights = faces.weights();
    }

    /** Bit for bit what every exact search computes. */
    @Override
    public double value(int... kept) {
        PartialChoice choice = partialChoice(kept.length);
        for (int i = kept.length - 1; i > 0; i--) {
            choice.push(kept[i]);
        }
        return choice.valueWith(kept[0]);
    }

    @Override
    public PartialChoice partialChoice(int count) {
        return new Pile(count);
    }

    @Override
    public Relaxer relaxer(int count, Workers workers) {
        return new CentralRelaxer(faces, count, workers);
    }

    private final class Pile implements PartialChoice {

        private final int[] faces;
        /** Row d: for each face the sum of its squared distances to the lowest d faces, times their shares. */
        private final double[][] sums;
        /** Element d: the sum over the pairs of the lowest d faces of squared distance times both shares. */
        private final double[] pairSums;
        private final double[] shareSums;
        private final double[] leftOutWeights;
        private final double[] distances;
        private int depth;

        Pile(int count) {
            this.faces = new int[count];
            this.sums = new double[count][matrix.size()];
            this.pairSums = new double[count];
            this.shareSums = new double[count];
            this.leftOutWeights = weights.leftOut();
            this.distances = new double[matrix.size()];
        }

        @Override
        public void push(int face) {
            double share = weights.share(face);
            double[] row = matrix.row(face);
            double[] below = sums[depth];
            double[] above = sums[depth + 1];
            for (int j = 0; j < above.length; j++) {
                above[j] = below[j] + share * row[j];
            }
            pairSums[depth + 1] = pairSums[depth] + share * below[face];
            shareSums[depth + 1] = shareSums[depth] + share;
            leftOutWeights[face] = 0;
            faces[depth] = face;
            depth++;
        }

        @Override
        public void pop() {
            depth--;
            leftOutWeights[faces[depth]] = weights.leftOut(faces[depth]);
        }

        @Override
        public double valueWith(int face) {
            double share = weights.share(face);
            double shareSum = shareSums[depth] + share;
            if (shareSum == 0) {
                measureFromPlainMean(face);
            } else {
                double pairSum = pairSums[depth] + share * sums[depth][face];
                measure(sums[depth], share, matrix.row(face), 1 / shareSum, pairSum / (shareSum * shareSum));
            }
            leftOutWeights[face] = 0;
            double value = weightedMeanOfLeftOut(face);
            leftOutWeights[face] = weights.leftOut(face);
            return value;
        }

        private void measure(double[] below, double share, double[] row, double scale, double spread) {
            double[] measured = distances;
            for (int j = 0; j < measured.length; j++) {
                measured[j] = Math.sqrt(Math.max(0, (below[j] + share * row[j]) * scale - spread));
            }
        }

        private void measureFromPlainMean(int face) {
            double[] below = new double[matrix.size()];
            double pairSum = 0;
            for (int i = 0; i < depth; i++) {
                pairSum += below[faces[i]];
                double[] row = matrix.row(faces[i]);
                for (int j = 0; j < below.length; j++) {
                    below[j] += row[j];
                }
            }
            pairSum += below[face];
            double count = depth + 1;
            measure(below, 1, matrix.row(face), 1 / count, pairSum / (count * count));
        }

        private double weightedMeanOfLeftOut(int face) {
            double[] measured = distances;
            double[] left = leftOutWeights;
            // Four sums at a time, since one alone waits for each addition to finish.
            double a = 0;
            double b = 0;
            double c = 0;
            double d = 0;
            double weightA = 0;
            double weightB = 0;
            double weightC = 0;
            double weightD = 0;
            int j = 0;
            for (; j + 3 < measured.length; j += 4) {
                a += left[j] * measured[j];
                b += left[j + 1] * measured[j + 1];
                c += left[j + 2] * measured[j + 2];
                d += left[j + 3] * measured[j + 3];
                weightA += left[j];
                weightB += left[j + 1];
                weightC += left[j + 2];
                weightD += left[j + 3];
            }
            for (; j < measured.length; j++) {
                a += left[j] * measured[j];
                weightA += left[j];
            }
            double weight = (weightA + weightB) + (weightC + weightD);
            return weight > 0 ? ((a + b) + (c + d)) / weight : plainMeanOfLeftOut(face);
        }

        private double plainMeanOfLeftOut(int face) {
            boolean[] kept = new boolean[matrix.size()];
            Arrays.stream(faces, 0, depth).forEach(ordinal -> kept[ordinal] = true);
            kept[face] = true;
            double sum = 0;
            for (int j = 0; j < kept.length; j++) {
                sum += kept[j] ? 0 : distances[j];
            }
            return sum / (matrix.size() - depth - 1);
        }
    }
}
