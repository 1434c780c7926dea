package io.facequality.distill.internal.loop;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which faces are learned from and which are set aside to validate on: as published, every so many-th face in the
 * ascending order of the labels, so that both parts have faces of every quality.
 */
public final class ValidationSplit {

    private final int[] training;
    private final int[] validation;

    private ValidationSplit(int[] training, int[] validation) {
        this.training = training;
        this.validation = validation;
    }

    /**
     * Splits.
     *
     * @param labels q of each face
     * @param share the share to validate on, above 0 and below 1
     */
    public static ValidationSplit of(double[] labels, double share) {
        if (!(share > 0 && share < 1)) {
            throw new InvalidInputException(new Problem(
                    "cannot set faces aside for validation", "validationShare", "a share above 0 and below 1",
                    Double.toString(share), "Name such a share, usually 0.05."));
        }
        int[] ascending = IntStream.range(0, labels.length)
                .boxed()
                .sorted(Comparator.comparingDouble(face -> labels[face]))
                .mapToInt(Integer::intValue)
                .toArray();
        boolean[] aside = new boolean[labels.length];
        for (int i = 0; (int) (i / share) < labels.length; i++) {
            aside[ascending[(int) (i / share)]] = true;
        }
        List<Integer> faces = IntStream.range(0, labels.length).boxed().toList();
        int[] validation = faces.stream().filter(face -> aside[face]).mapToInt(Integer::intValue).toArray();
        int[] training = faces.stream().filter(face -> !aside[face]).mapToInt(Integer::intValue).toArray();
        if (training.length == 0) {
            throw new InvalidInputException(new Problem(
                    "cannot set faces aside for validation", "labels", "faces left to learn from",
                    labels.length + " faces, all set aside", "Add pictures, or lower the validation share."));
        }
        return new ValidationSplit(training, validation);
    }

    /** The faces to learn from, ascending. */
    public int[] training() {
        return training.clone();
    }

    /** The faces to validate on, ascending, at least one. */
    public int[] validation() {
        return validation.clone();
    }

    /** The faces to learn from in the order of one epoch, which the seed and the epoch alone decide. */
    public int[] shuffled(long seed, int epoch) {
        int[] order = training();
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + epoch);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
