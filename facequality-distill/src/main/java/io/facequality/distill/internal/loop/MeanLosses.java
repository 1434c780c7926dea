package io.facequality.distill.internal.loop;

import java.util.Arrays;

/** The mean losses of the faces so far. For one thread. */
final class MeanLosses {

    private double[] sums = {};
    private double faces;

    /** From {@link #toNumbers}. */
    static MeanLosses ofNumbers(double[] numbers) {
        MeanLosses losses = new MeanLosses();
        if (numbers.length > 0) {
            losses.sums = Arrays.copyOf(numbers, numbers.length - 1);
            losses.faces = numbers[numbers.length - 1];
        }
        return losses;
    }

    /** The sums of the losses, then the number of faces, for a checkpoint; nothing if there are no faces. */
    double[] toNumbers() {
        if (faces == 0) {
            return new double[0];
        }
        double[] numbers = Arrays.copyOf(sums, sums.length + 1);
        numbers[sums.length] = faces;
        return numbers;
    }

    /** Adds the mean losses of some more faces. */
    void add(double[] losses, int count) {
        sums = Arrays.copyOf(sums, losses.length);
        for (int i = 0; i < losses.length; i++) {
            sums[i] += losses[i] * count;
        }
        faces += count;
    }

    double[] means() {
        return Arrays.stream(sums).map(sum -> sum / faces).toArray();
    }
}
