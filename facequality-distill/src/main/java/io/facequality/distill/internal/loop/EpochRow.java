package io.facequality.distill.internal.loop;

import io.facequality.distill.Distillation;
import io.facequality.distill.UnetTraining;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The mean losses of an epoch. The loss that is minimized stands first in both lists.
 *
 * @param epoch from 1
 * @param training the losses of the training faces, as they were at each step
 * @param validation the same losses of the validation faces after the epoch
 */
public record EpochRow(int epoch, List<Double> training, List<Double> validation) {

    public EpochRow {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    static EpochRow of(int epoch, double[] training, double[] validation) {
        return new EpochRow(
                epoch, Arrays.stream(training).boxed().toList(), Arrays.stream(validation).boxed().toList());
    }

    /** From {@link #toNumbers}. */
    static EpochRow ofNumbers(double[] numbers) {
        int losses = (numbers.length - 1) / 2;
        return of(
                (int) numbers[0],
                Arrays.copyOfRange(numbers, 1, 1 + losses),
                Arrays.copyOfRange(numbers, 1 + losses, numbers.length));
    }

    /** The epoch, its training losses and its validation losses, for a checkpoint. */
    double[] toNumbers() {
        return DoubleStream.concat(
                        DoubleStream.of(epoch),
                        Stream.of(training, validation).flatMap(List::stream).mapToDouble(Double::doubleValue))
                .toArray();
    }

    /** Of a student or a head, whose losses are the weighted sum, Lrc and Lq. */
    public Distillation.EpochLosses toLosses() {
        return new Distillation.EpochLosses(
                epoch,
                training.get(0),
                training.get(1),
                training.get(2),
                validation.get(0),
                validation.get(1),
                validation.get(2));
    }

    /** Of a UNet, which has one loss. */
    public UnetTraining.EpochLosses toUnetLosses() {
        return new UnetTraining.EpochLosses(epoch, training.get(0), validation.get(0));
    }

    /** The loss by which epochs are compared. */
    double validationLoss() {
        return validation.get(0);
    }
}
